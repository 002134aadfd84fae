/** Components whose loss the plan itself calls grave. */
import type { Plan } from '../../plan/schema.ts'

export const isGrave = ({ priority, lossImpact }: Plan['components'][string]): boolean =>
  priority === 'critical' || priority === 'high' || lossImpact !== undefined

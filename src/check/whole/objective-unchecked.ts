/** Objectives besides RTO and RPO that some scenario's check does not hold (R7). */
import { procedureOf } from '../../plan/procedure.ts'
import type { CheckRule } from '../rule.ts'

export const objectiveUnchecked: CheckRule = {
  name: 'objective-unchecked',
  level: 'warning',
  judge: ({ plan }) =>
    plan.objectives.also.flatMap(({ text, check }, index) => {
      const without = Object.keys(plan.scenarios).filter((id) => !procedureOf(plan, id).byId.get(check)?.gate)
      if (without.length === 0) return []
      return [
        {
          path: ['objectives', 'also', index, 'check'],
          at: 'value' as const,
          message: `"${text}" is an objective, and ${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} not got the check "${check}" under "validation" that would hold it`,
          remedy: 'add the check to the "validation" of each scenario',
        },
      ]
    }),
}

/** The sample plan with probes, and with tiers and signals beside them. */
import { parsePlan } from '../../../src/plan/parse-plan.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import { SAMPLE } from '../../plan/sample-plan.ts'

/** @param more YAML: `probes:`, `alerts:`, `signals:`, `connections:` and the like. */
export function watchedPlan(more: string): Plan {
  const parsed = parsePlan(`${SAMPLE}${more}`, 'shop.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.plan
}

/** With one probe, `it`, of this. */
export const probing = (ask: object, about = '{}', more = ''): Plan => {
  const rest = about === '{}' ? '' : `, ${about.slice(1, -1)}`
  return watchedPlan(`probes:\n  it: { label: It is well, ask: ${JSON.stringify(ask)}${rest} }\n${more}`)
}

/** Objectives besides RTO and RPO that some scenario's check does not hold (R7). Scenarios without any check are told by the rule for those. */
import { procedureOf } from '../../plan/procedure.ts'
import type { CheckRule } from '../rule.ts'
import { listed, quoted } from '../words.ts'

/** As many scenarios are named. */
const NAMED_MAX = 6

export const objectiveUnchecked: CheckRule = {
  name: 'objective-unchecked',
  level: 'warning',
  judge: ({ plan }) => {
    const procedures = Object.keys(plan.scenarios).map((id) => ({ id, procedure: procedureOf(plan, id) }))
    const checked = procedures.filter(({ procedure }) => procedure.steps.some(({ gate }) => gate !== null))
    return plan.objectives.also.flatMap(({ text, check }, index) => {
      const without = checked.filter(({ procedure }) => !procedure.byId.get(check)?.gate).map(({ id }) => id)
      if (without.length === 0) return []
      return [
        {
          path: ['objectives', 'also', index, 'check'],
          at: 'value' as const,
          message: `"${text}" is an objective, and ${listed(without.map(quoted), NAMED_MAX)} ${without.length === 1 ? 'has' : 'have'} not got the check "${check}" under "validation" that would hold it`,
          remedy: `add the check to the "validation" of ${without.length === 1 ? 'that scenario' : 'each of these scenarios'}`,
        },
      ]
    })
  },
}

/** Objectives besides RTO and RPO that no check of any scenario holds (R7). */
import { procedureOf } from '../../plan/procedure.ts'
import type { CheckRule } from '../rule.ts'

export const objectiveUnchecked: CheckRule = {
  name: 'objective-unchecked',
  level: 'warning',
  judge: ({ plan }) =>
    plan.objectives.also.flatMap(({ text, check }, index) => {
      const without = Object.keys(plan.scenarios).filter((id) => !procedureOf(plan, id).byId.get(check)?.gate)
      if (without.length === 0) return []
      const where =
        without.length === Object.keys(plan.scenarios).length
          ? 'no scenario has'
          : `${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} not got`
      return [
        {
          path: ['objectives', 'also', index, 'check'],
          at: 'value' as const,
          message: `"${text}" is an objective, and ${where} the check "${check}" under "validation" that would hold it`,
          remedy: 'add the check to the "validation" of each scenario, or correct its name here',
        },
      ]
    }),
}

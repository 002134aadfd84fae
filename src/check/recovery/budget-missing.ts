/** Of fewer than half of a scenario's steps it is known how long they may take: nobody can say when it will be over. */
import { procedureOf } from '../../plan/procedure.ts'
import type { CheckRule } from '../rule.ts'
import { takesTime } from './recovery-time.ts'

export const budgetMissing: CheckRule = {
  name: 'budget-missing',
  level: 'warning',
  judge: ({ plan }) =>
    Object.keys(plan.scenarios).flatMap((id) => {
      const { steps, phases } = procedureOf(plan, id)
      const timed = new Set(phases.filter(({ window }) => window?.toMs != null).map((phase) => phase.id))
      const taking = steps.filter(takesTime)
      const unknown = taking.filter(({ budget, phase }) => budget === undefined && !timed.has(phase))
      const worst = unknown.find(({ risk }) => risk === 'destructive') ?? unknown[0]
      if (!worst || unknown.length * 2 <= taking.length) return []
      const known = taking.length - unknown.length
      const some =
        taking.length === 1 ? 'the one step' : `${known === 0 ? 'none' : `only ${known}`} of the ${taking.length} steps`
      return [
        {
          path: ['scenarios', id],
          at: 'key',
          step: worst.id,
          message: `${some} of "${id}" ${known > 1 ? 'have' : 'has'} ${taking.length === 1 ? 'neither ' : ''}a budget ${taking.length === 1 ? 'n' : ''}or a phase with a window, so nobody can say when it will be over`,
          remedy: `write how long the longest steps may take, such as "budget: 30 min" at "${worst.id}", or give the phases windows`,
        },
      ]
    }),
}

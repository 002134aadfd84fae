/** A step has more time than its actions can take, and nobody has said so: the timeout that they have by default ends them before the budget is used. */
import type { Action } from '../../plan/action-schema.ts'
import { formatDuration } from '../../plan/length.ts'
import type { Path } from '../../plan/problem.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import { isBlock } from '../../plan/written-steps.ts'
import { type Fault, once, valueAt } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { stepsOf } from '../steps.ts'

export const budgetBeyondTimeout: CheckRule = {
  name: 'budget-beyond-timeout',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      stepsOf(plan).flatMap(({ within, id, step, path }): Fault[] => {
        const { budget } = step
        const actions = [...(step.do ?? []), ...(step.checks ?? [])]
        const longestMs = isDecided(data, path) ? null : longestOf(step, actions)
        if (budget === undefined || longestMs === null || budget <= longestMs) return []
        const parts = actions.length === 1 ? 'its action is' : `its ${actions.length} actions are`
        return [
          {
            within,
            path: [...path, 'budget'],
            at: 'value',
            step: id,
            say: () =>
              `the step "${id}" may take ${formatDuration(budget)}, and ${parts} ended after ${formatDuration(longestMs)}, so that what takes longer is killed in the middle`,
            remedy: `${remedy(actions, budget)}, or take a budget of ${formatDuration(longestMs)} or less`,
          },
        ]
      }),
    ),
}

/** Whether every program has a timeout in the text: who has written one has thought of it. */
function isDecided(data: unknown, path: Path): boolean {
  const written = ['do', 'checks'].flatMap((list) => {
    const actions = valueAt(data, [...path, list])
    return Array.isArray(actions) ? actions.filter(isBlock) : []
  })
  return written.every((action) => 'timeout' in action || !isProgram(action))
}

/** With every try again; null: not for programs, or nobody says how long an action may take. */
function longestOf({ onFailure: { retry, every } }: PlanStep, actions: readonly Action[]): number | null {
  const limits = actions.map(limitOf)
  if (!actions.some(isProgram) || limits.includes(null)) return null
  const once = limits.reduce<number>((sum, limit) => sum + (limit ?? 0), 0)
  return once * (retry + 1) + every * retry
}

const isProgram = (action: object): boolean => 'command' in action || 'sql' in action

function limitOf(action: Action): number | null {
  if ('wait' in action) return typeof action.wait === 'object' ? action.wait.limit : action.wait
  return 'timeout' in action ? action.timeout : null
}

function remedy(actions: readonly Action[], budget: number): string {
  const time = `"timeout: ${formatDuration(budget)}"`
  if (actions.length === 1) return `write ${time} at the action`
  return `write ${time}, or as much as it needs, at the action that takes longest`
}

/** Destructive steps of whose failure the plan says nothing: everything after them waits, with half of the system taken away. */
import type { PlacedStep } from '../../plan/step-places.ts'
import { type Fault, once, valueAt } from '../once.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { stepsOf } from '../steps.ts'
import { eitherOf, quoted } from '../words.ts'

/** As many steps are named; the others are counted. */
const NAMED_MAX = 6

export const failureWithoutBranch: CheckRule = {
  name: 'failure-without-branch',
  level: 'warning',
  judge: ({ plan, data }) => {
    const faults = stepsOf(plan)
      .filter((placed) => isUnanswered(data, placed))
      .map(({ within, id, path }): Fault => ({ within, path, at: 'value', step: id, say: (all) => all, remedy: '' }))
    // Those that fail in the same scenarios are one finding: what to do then is thought of scenario by scenario.
    const groups = Map.groupBy(once(data, faults), ({ message }) => message)
    return [...groups].flatMap(([within, group]) => told(within, group))
  },
}

function told(within: string, group: readonly Finding[]): Finding[] {
  const [first] = group
  if (!first) return []
  const ids = eitherOf(
    group.map(({ step = '' }) => quoted(step)),
    NAMED_MAX,
  )
  return [
    {
      ...first,
      message: `when ${ids} fails, what comes after it waits, and nothing in ${within} says what to do then`,
      remedy:
        'write what a failure leads to, such as "onFailure: { goto: [STEP] }" or "onFailure: { retry: 1 }", or an "undo", or "onFailure: stop" where people shall decide',
    },
  ]
}

/** A branch answers a failure already, and whoever wrote any "onFailure" has thought about it. A card is over after a few steps, in somebody's hands. */
function isUnanswered(data: unknown, { step, path }: PlacedStep): boolean {
  if (step.risk !== 'destructive' || step.do === undefined || step.undo || step.branchOf !== null) return false
  return path[0] !== 'cards' && valueAt(data, [...path, 'onFailure']) === undefined
}

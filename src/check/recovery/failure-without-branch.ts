/** Destructive steps of whose failure the plan says nothing: everything after them waits, with half of the system taken away. */
import { layouts, type PlacedStep } from '../../plan/step-places.ts'
import { type Fault, once, valueAt } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { listed, quoted } from '../words.ts'

/** As many steps are named; the others are counted. */
const NAMED_MAX = 4

export const failureWithoutBranch: CheckRule = {
  name: 'failure-without-branch',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      layouts(plan).flatMap(({ name, steps }) => {
        const unanswered = steps.filter((placed) => isUnanswered(data, placed))
        // What is written together is thought of together: a sequence, or the steps of the scenario itself.
        const groups = Map.groupBy(unanswered, ({ path }) => JSON.stringify(path.slice(0, 2)))
        return [...groups.values()].flatMap((group) => faultOf(name, group))
      }),
    ),
}

function faultOf(within: string, group: readonly PlacedStep[]): Fault[] {
  const [first] = group
  if (!first) return []
  const ids = listed(
    group.map(({ step }) => quoted(step.id)),
    NAMED_MAX,
  ).replace(' and ', ' or ')
  return [
    {
      within,
      path: first.path,
      at: 'value',
      step: first.step.id,
      say: (all) => `when ${ids} fails, what comes after it waits, and nothing in ${all} says what to do then`,
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

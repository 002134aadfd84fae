/** Options of a decision that leave out the step that they name. */
import type { Path } from '../../plan/problem.ts'
import type { Plan } from '../../plan/schema.ts'
import { type Layout, layouts, type PlacedStep } from '../../plan/step-places.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const optionLeadsNowhere: CheckRule = {
  name: 'option-leads-nowhere',
  level: 'warning',
  judge: ({ plan }) => idleOptions(plan),
}

/** One finding for an option, however many scenarios share its decision: where one of them has a use for it, it is of use. */
function idleOptions(plan: Plan): Finding[] {
  const options = layouts(plan).flatMap((layout) => layout.steps.flatMap((placed) => optionsOf(layout, placed)))
  const groups = Map.groupBy(options, ({ place }) => place)
  return [...groups.values()].flatMap((group) => {
    const found = group.flatMap(({ idle }) => (idle ? [idle] : []))
    return found.length === group.length ? found.slice(0, 1) : []
  })
}

function optionsOf({ steps }: Layout, { step, path }: PlacedStep): { place: string; idle: Finding | null }[] {
  const wanted = new Set(steps.flatMap((other) => choicesFor(step.id, other)))
  return (step.decide?.options ?? []).map(({ id }, index) => {
    const at = [...path, 'decide', 'options', index, 'id']
    const left = wanted.has(id) ? undefined : steps.find((other) => other.step.id === id)?.step
    const idle = left?.branchOf ? leftOut(at, step.id, id, left.branchOf) : null
    return { place: JSON.stringify(at), idle }
  })
}

/** What must have been chosen in a decision for a step to be done. */
const choicesFor = (decision: string, { step }: PlacedStep): string[] =>
  step.when.flatMap((condition) => ('chosen' in condition ? [condition.chosen[decision] ?? []].flat() : []))

const leftOut = (path: Path, decision: string, option: string, opener: string): Finding => ({
  path,
  at: 'value',
  message: `choosing "${option}" starts nothing: only the failure of "${opener}" opens the step "${option}"`,
  remedy: `write that step a second time under another id, with "when: { chosen: { ${decision}: ${option} } }"`,
})

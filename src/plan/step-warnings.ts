/**
 * Steps that can run as they are written and most likely mean something else: one that is said to look only and acts, and an option of a decision that
 * leaves out the step that it names. Promises warnings only. The first looks at the data as written, the second at whole plans with their sequences laid out.
 */
import type { DataProblem } from './problem.ts'
import type { Plan } from './schema.ts'
import { type Layout, layouts, type PlacedStep } from './step-places.ts'
import { type WrittenAction, writtenActions, writtenSteps } from './written-steps.ts'

/** Methods that change nothing at the other end, whoever built it. */
const READING = ['GET', 'HEAD', 'OPTIONS']

/** A step with `risk: read` runs by itself and in drills: whoever wrote it believes that nothing comes of it. */
export function actingReads(plan: unknown): DataProblem[] {
  return writtenSteps(plan)
    .filter(({ step }) => step.risk === 'read')
    .flatMap((written) => (['do', 'checks'] as const).flatMap((list) => writtenActions(written, list)))
    .flatMap(acting)
}

function acting({ path, action }: WrittenAction): DataProblem[] {
  const warn = (key: string, what: string, instead: string): DataProblem[] => [
    {
      path: [...path, key],
      at: 'value',
      rule: 'reading-acts',
      message: `a step with "risk: read" runs without being asked, and ${what}`,
      remedy: `write "risk: write", or ${instead}`,
    },
  ]
  const { method } = action
  if ('http' in action && typeof method === 'string' && !READING.includes(method)) {
    return warn('method', `this ${method} request may change something`, 'ask with "method: GET"')
  }
  if ('sql' in action && action.write === true) {
    return warn('write', 'this statement may write', 'take "write: true" away')
  }
  return []
}

/** One warning for an option, however many scenarios share its decision: where one of them has a use for it, it is of use. */
export function idleOptions(plan: Plan): DataProblem[] {
  const options = layouts(plan).flatMap((layout) => layout.steps.flatMap((placed) => optionsOf(layout, placed)))
  const groups = Map.groupBy(options, ({ place }) => place)
  return [...groups.values()].flatMap((group) => {
    const warnings = group.flatMap(({ warning }) => (warning ? [warning] : []))
    return warnings.length === group.length ? warnings.slice(0, 1) : []
  })
}

function optionsOf({ steps }: Layout, { step, path }: PlacedStep): { place: string; warning: DataProblem | null }[] {
  const wanted = new Set(steps.flatMap((other) => choicesFor(step.id, other)))
  return (step.decide?.options ?? []).map(({ id }, index) => {
    const at = [...path, 'decide', 'options', index, 'id']
    const left = wanted.has(id) ? undefined : steps.find((other) => other.step.id === id)?.step
    const warning = left?.branchOf ? leftOut(at, step.id, id, left.branchOf) : null
    return { place: JSON.stringify(at), warning }
  })
}

/** What must have been chosen in a decision for a step to be done. */
const choicesFor = (decision: string, { step }: PlacedStep): string[] =>
  step.when.flatMap((condition) => ('chosen' in condition ? [condition.chosen[decision] ?? []].flat() : []))

const leftOut = (path: DataProblem['path'], decision: string, option: string, opener: string): DataProblem => ({
  path,
  at: 'value',
  rule: 'option-leads-nowhere',
  message: `choosing "${option}" starts nothing: only the failure of "${opener}" opens the step "${option}"`,
  remedy: `write that step a second time under another id, with "when: { chosen: { ${decision}: ${option} } }"`,
})

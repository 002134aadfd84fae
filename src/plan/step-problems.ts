/**
 * Parts of a recovery that have the right shape and make no sense: keys that a step of its kind has no use for, phases that take a name of Muster's own, ids
 * that stand twice, approvals that nobody can give. Works on the data as written; parts of the wrong shape are passed over.
 */
import { repeated } from './names.ts'
import type { DataProblem, Path, Rule } from './problem.ts'
import { type Spot, spots } from './spots.ts'
import { isBlock, type WrittenStep, writtenSteps } from './written-steps.ts'

/** Phases of Muster's own: the final checks, what people add, and cards. */
const RESERVED_PHASE = /^(?:validation|added)$/

export function stepProblems(plan: unknown): DataProblem[] {
  const steps = writtenSteps(plan)
  return [
    ...steps.flatMap(uselessKeys),
    ...spots(plan, 'scenarios.*.phases.*.id').flatMap(reservedPhase),
    ...spots(plan, 'scenarios.*.phases').flatMap((spot) => repeatedIn(spot, '*.id')),
    ...['sequences.*.steps', 'cards.*.steps'].flatMap((lists) =>
      spots(plan, lists).flatMap((spot) => repeatedIn(spot, '*.id')),
    ),
    ...steps.flatMap(({ path, step }) =>
      spots(step, 'decide.options').flatMap((spot) => repeatedIn(below(path, spot), '*.id')),
    ),
    ...(isDraft(plan) ? [] : steps.flatMap((step) => unreachableApproval(plan, step))),
  ]
}

const below = (path: Path, spot: Spot): Spot => ({ ...spot, path: [...path, ...spot.path] })

const repeatedIn = ({ path, value }: Spot, pattern: string): DataProblem[] =>
  repeated(
    spots(value, pattern).map((spot) => below(path, spot)),
    'duplicate-id',
  )

const isDraft = (plan: unknown): boolean => isBlock(plan) && plan.draft === true

/** Keys that belong to what Muster does itself. */
const OF_DOING = ['checks', 'dryRun', 'undo', 'repeatable', 'approval', 'start', 'inDrill']

function uselessKeys({ path, step }: WrittenStep): DataProblem[] {
  const kind = kindOf(step)
  if (kind === undefined) return []
  const useless = kind === 'do' ? ['tickedBy'] : kind === 'manual' ? OF_DOING : [...OF_DOING, 'tickedBy']
  const without = (place: Path, name: string, remedy: string): DataProblem =>
    badStep([...path, ...place], `"${name}" has no meaning at a step with "${kind}"`, remedy, 'key')
  const keys = useless
    .filter((key) => key in step)
    .map((key) => {
      const wanted = key === 'tickedBy' ? 'manual' : 'do'
      const instead = key === 'approval' && kind === 'manual' ? ' and say in the text who decides' : ''
      return without([key], key, `take it away${instead}, or write the step with "${wanted}"`)
    })
  if (kind === 'do') return keys
  const retries = isBlock(step.onFailure) && 'retry' in step.onFailure
  const again = 'nothing repeats by itself what people do: take it away, or write the step with "do"'
  return [
    ...keys,
    ...(retries ? [without(['onFailure', 'retry'], 'onFailure.retry', again)] : []),
    ...(step.risk === 'destructive' ? [unaskedDestruction(path, kind)] : []),
  ]
}

/** Only of what Muster is to run is an approval asked. */
const unaskedDestruction = (path: Path, kind: string): DataProblem =>
  badStep(
    [...path, 'risk'],
    `nobody is asked before a step with "${kind}", so that "destructive" changes nothing there`,
    kind === 'manual'
      ? 'take it away and say in the text what it destroys and who decides, or write the step with "do"'
      : 'take it away, or write the step with "do"',
  )

/** One alone: of a step with none or several of them the schema says so. */
function kindOf(step: WrittenStep['step']): 'do' | 'manual' | 'decide' | undefined {
  const kinds = (['do', 'manual', 'decide'] as const).filter((kind) => kind in step)
  return kinds.length === 1 ? kinds[0] : undefined
}

function reservedPhase({ path, value }: Spot): DataProblem[] {
  if (typeof value !== 'string' || !RESERVED_PHASE.test(value)) return []
  const message = `"${value}" is a name that Muster gives to phases of its own`
  return [{ path, at: 'value', rule: 'bad-value', message, remedy: 'give the phase another id' }]
}

export const badStep = (
  path: Path,
  message: string,
  remedy: string,
  at: DataProblem['at'] = 'value',
  rule: Rule = 'bad-step',
): DataProblem => ({ path, at, rule, message, remedy })

const DRAFT = 'or mark the plan "draft: true"'

/** Of a role that the plan does not define, its references say so. */
function unreachableApproval(plan: unknown, { path, step }: WrittenStep): DataProblem[] {
  const bad = (place: Path, message: string, remedy: string): DataProblem =>
    badStep([...path, ...place], message, `${remedy}, ${DRAFT}`, 'value', 'unreachable-approval')
  if (!('do' in step)) return []
  const { approval } = step
  if (!isBlock(approval)) return approval === undefined ? unledDestruction(plan, step, bad) : []
  const roles = spots(approval, 'roles.*').map((spot) => ({ ...spot, holders: holdersOf(plan, spot.value) }))
  const empty = roles.filter(({ holders }) => holders?.size === 0)
  if (empty.length > 0) {
    return empty.map(({ path: at, value }) =>
      bad(['approval', ...at], `nobody holds the role "${value}", which is to approve this`, 'give it holders'),
    )
  }
  const people = new Set(roles.flatMap(({ holders = new Set<unknown>() }) => [...holders]))
  const { count } = approval
  if (typeof count !== 'number' || count <= people.size || roles.some(({ holders }) => !holders)) return []
  const many = count === 1 ? '1 person' : `${count} people`
  const holders = people.size === 1 ? '1 person holds' : `${people.size} hold`
  const message = `${many} must approve this, but only ${holders} its roles`
  return [bad(['approval', 'count'], message, 'write a smaller count, or add roles or holders')]
}

/** What the plan gives no approval for the commander approves, when it is destructive. */
function unledDestruction(
  plan: unknown,
  step: WrittenStep['step'],
  bad: (place: Path, message: string, remedy: string) => DataProblem,
): DataProblem[] {
  if (step.risk !== 'destructive' || !isBlock(plan)) return []
  if (holdersOf(plan, plan.commander)?.size !== 0) return []
  const message = `the commander has to approve this, but nobody holds the role "${plan.commander}"`
  return [bad(['risk'], message, 'give the role holders, or the step an "approval"')]
}

/** Everyone who holds a role by the plan; undefined when there is no such role. */
function holdersOf(plan: unknown, role: unknown): Set<unknown> | undefined {
  const found = spots(plan, 'roles.*').find(({ path }) => path[1] === role)
  return found && isBlock(found.value) ? new Set(spots(found.value, 'holders.*').map(({ value }) => value)) : undefined
}

/**
 * Where each step stands, derived from the plan and from what happened: nothing of it is stored, so nothing of it can be wrong.
 *
 *     waiting ──► ready ──► awaiting-approval ──► running ──► succeeded
 *        │          │                                 ├──► failed ──► (branch, retry, skip)
 *        └──────────┴──► skipped                      └──► unknown ──► (a person says)
 */
import type { Actor, Private } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Condition } from '../../plan/step-schema.ts'
import type { IncidentState } from '../state.ts'
import { approvalsMissing } from './approval.ts'
import { isForGood, wasCancelled } from './failures.ts'
import { occurredMs } from './occurred.ts'
import { procedureNow } from './procedure-now.ts'
import { type Derived, factsNow, isStale } from './staleness.ts'
import { factsOf, lastBegun, lastRun, type RecoveryState, type Run, type Variant } from './state.ts'
import { isInHand, mayBeTakenBack } from './undoing.ts'
import { currentValue, workOf } from './work.ts'

export type StepStatus =
  | 'waiting'
  | 'ready'
  | 'awaiting-approval'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'unknown'

/** What a waiting step waits for. */
export type Blocker =
  | { kind: 'step'; id: string }
  /** A decision that nobody has taken. */
  | { kind: 'decision'; id: string }
  /** Only if this step fails. */
  | { kind: 'failure'; id: string }
  | { kind: 'value'; id: string }

type SkipReason =
  | { kind: 'person'; by: Actor; reason: Private }
  /** Its condition does not hold. */
  | { kind: 'condition' }
  /** The step whose failure would open it has not failed, or another way was chosen. */
  | { kind: 'not-needed'; of: string }

export interface Standing {
  status: StepStatus
  /** When it got there, epoch ms. */
  sinceMs: number
  blockedBy: Blocker[]
  /** Whoever needs it may go on. */
  settled: boolean
  skip?: SkipReason
  /** The latest run of the step itself that still means something. */
  run?: Run
}

export type Standings = ReadonlyMap<string, Standing>

/** `open`: whether a run of the step itself could be asked for, by step. */
type Computed = { about: About; standings: Standings; open: Map<string, boolean> }

const computed = new WeakMap<IncidentState, Computed>()
/** The last ones of a course of events: most events (what is shown, sent, said) leave the standings as they are. */
const latest = new WeakMap<RecoveryState['runs'], { read: readonly unknown[]; computed: Computed }>()

/** Everything of an incident that the standings are derived from. */
const readBy = (plan: Plan, state: IncidentState): readonly unknown[] => {
  const { steps, runs, values, added, cards, order } = state.recovery
  const { id, planDigest, scenario, mode, declaredMs, outageStartMs, reopenedMs, restoredMs } = state
  return [
    ...[plan, steps, runs, values, added, cards, order, state.notices, state.resolving, state.firstAcknowledgedMs],
    ...[id, planDigest, scenario, mode, declaredMs, outageStartMs, reopenedMs, restoredMs, state.channel === null],
  ]
}

/** All steps of the incident, by id. */
export const standings = (plan: Plan, state: IncidentState): Standings => derived(plan, state).standings

function derived(plan: Plan, state: IncidentState): Computed {
  const before = computed.get(state)
  if (before?.about.plan === plan) return before
  const read = readBy(plan, state)
  const last = latest.get(state.recovery.runs)
  const isSame = last?.read.every((part, index) => part === read[index]) === true
  const found = isSame ? last.computed : derive(plan, state)
  computed.set(state, found)
  latest.set(state.recovery.runs, { read, computed: found })
  return found
}

function derive(plan: Plan, state: IncidentState): Computed {
  const procedure = procedureNow(plan, state)
  const found = new Map<string, Standing>()
  const deriving = new Set<string>()
  const of = (id: string): Standing => {
    const known = found.get(id)
    if (known) return known
    const step = procedure.byId.get(id)
    // A name that leads nowhere, or in a circle, is refused when the plan is read; here it just never comes.
    if (!step || deriving.has(id)) return waiting(state, [])
    deriving.add(id)
    const standing = standingOf(about, step)
    deriving.delete(id)
    found.set(id, standing)
    return standing
  }
  const about: About = { plan, state, procedure, of }
  for (const step of procedure.steps) {
    const standing = of(step.id)
    found.set(step.id, { ...standing, settled: isSettled(about, step.id) })
  }
  return { about, standings: found, open: new Map() }
}

/**
 * Whether a run that was asked for could begin as things stand, its approvals aside: for exactly this work, of a step that is not left out, whose conditions
 * hold and whose needs are met. Asked wherever a run is approved, handed out and begun: between the request and the start anything may have changed.
 */
export const mayBegin = (plan: Plan, state: IncidentState, step: PlanStep, run: Run): boolean =>
  canBegin(derived(plan, state).about, step, run)

/** Whether a run of the step may be asked for now: what could not begin would only be withdrawn. */
export function mayBeAsked(plan: Plan, state: IncidentState, step: PlanStep): boolean {
  const { about, open } = derived(plan, state)
  const is = open.get(step.id) ?? isOpenFor(about, step, 'do')
  open.set(step.id, is)
  return is
}

function canBegin(about: About, step: PlanStep, { variant, digest }: Run): boolean {
  const { plan, state } = about
  const work = workOf(plan, state, step, variant)
  return work.ok && work.digest === digest && isOpenFor(about, step, variant)
}

function isOpenFor(about: About, step: PlanStep, variant: Variant): boolean {
  const { state } = about
  if (variant === 'dry') return true
  if (variant === 'undo') return mayBeTakenBack(state, step)
  const facts = factsNow(about, step)
  if (facts.skipped || facts.ended || isInHand(state, step.id, 'undo')) return false
  const { status, blockedBy } = notBegun(about, step)
  return status === 'ready' || looksEarly(state, step, { status, blockedBy })
}

/**
 * A check may be made before its turn: one that only looks does no harm, and says whether the end is near; and all are made when somebody says that it is
 * over (`resolving.ts`).
 */
export function looksEarly(
  { resolving }: IncidentState,
  step: PlanStep,
  { status, blockedBy }: Pick<Standing, 'status' | 'blockedBy'>,
): boolean {
  const may = step.risk === 'read' || resolving !== null
  return may && status === 'waiting' && step.gate !== null && blockedBy.every(({ kind }) => kind === 'step')
}

interface About extends Derived {
  plan: Plan
  of: (id: string) => Standing
}

const waiting = (state: IncidentState, blockedBy: Blocker[]): Standing => ({
  status: 'waiting',
  sinceMs: state.declaredMs,
  blockedBy,
  settled: false,
})

const is = (status: StepStatus, sinceMs: number, settled: boolean): Standing => ({
  status,
  sinceMs,
  blockedBy: [],
  settled,
})

function standingOf(about: About, step: PlanStep): Standing {
  const { state } = about
  const facts = factsNow(about, step)
  if (facts.skipped) {
    const { atMs, by, reason } = facts.skipped
    return { ...is('skipped', atMs, true), skip: { kind: 'person', by, reason } }
  }
  if (facts.ended) return is(facts.ended.ok ? 'succeeded' : 'failed', facts.ended.atMs, facts.ended.ok)
  if (facts.chosen) return is('succeeded', facts.chosen.atMs, true)
  if (facts.started) return is('running', facts.started.atMs, step.openEnded)
  const ticked = step.tickedBy && occurredMs(state, step.tickedBy)
  if (ticked != null) return is('succeeded', ticked, true)
  const asked = lastRun(state.recovery, step.id, 'do')
  if (asked?.state === 'requested' && canBegin(about, step, asked)) {
    const status = approvalsMissing(step, asked) > 0 ? 'awaiting-approval' : 'ready'
    return { ...is(status, asked.requestedMs, false), run: asked }
  }
  const run = lastBegun(state.recovery, step.id, 'do')
  return run && !isStale(about, step, run) ? ofRun(step, run) : notBegun(about, step)
}

/** Whether the plan's automatic start of a step looks past its latest run. */
export function isPast(plan: Plan, state: IncidentState, step: PlanStep): boolean {
  const run = lastRun(state.recovery, step.id, 'do')
  return run !== undefined && isStale(derived(plan, state).about, step, run)
}

/** A run that has begun. */
function ofRun(step: PlanStep, run: Run): Standing {
  if (run.state === 'running') return { ...is('running', run.startedMs ?? run.requestedMs, step.openEnded), run }
  const status = run.state === 'succeeded' || run.state === 'unknown' ? run.state : 'failed'
  return { ...is(status, run.endedMs ?? run.requestedMs, status === 'succeeded'), run }
}

function notBegun(about: About, step: PlanStep): Standing {
  const { state, of } = about
  const branch = ofBranch(about, step)
  if (branch) return branch
  const undecided: Blocker[] = []
  for (const condition of step.when) {
    if (!('chosen' in condition)) continue
    const { holds, blockedBy, sinceMs } = chosen(about, condition)
    if (holds === false) return { ...is('skipped', sinceMs, true), skip: { kind: 'condition' } }
    undecided.push(...blockedBy)
  }
  const unmet = step.needs
    .filter((need) => need !== step.branchOf && !undecided.some(({ id }) => id === need) && !isSettled(about, need))
    .map((id): Blocker => ({ kind: 'step', id }))
  if (undecided.length + unmet.length > 0) return waiting(state, [...undecided, ...unmet])
  const sinceMs = Math.max(state.reopenedMs ?? state.declaredMs, ...step.needs.map((need) => of(need).sinceMs))
  // Known only now: an earlier step may have captured it.
  if (!step.when.every((condition) => 'chosen' in condition || valueHolds(about, condition))) {
    return { ...is('skipped', sinceMs, true), skip: { kind: 'condition' } }
  }
  const work = step.do ? workOf(about.plan, state, step, 'do') : undefined
  if (work && !work.ok)
    return waiting(
      state,
      work.missing.map((id): Blocker => ({ kind: 'value', id })),
    )
  return is('ready', sinceMs, step.openEnded)
}

/** Whoever needs it may go on. Asked apart from the standing, because a failure is settled by branches that look at the failure. */
function isSettled(about: About, id: string): boolean {
  const step = about.procedure.byId.get(id)
  const { status, settled } = about.of(id)
  if (!step) return false
  return settled || step.openEnded || (status === 'failed' && failureIsSettled(about, step))
}

/** A step that only a failure opens. @returns undefined when it has been opened, or is none. */
function ofBranch({ state, procedure, of }: About, step: PlanStep): Standing | undefined {
  const opener = step.branchOf === null ? undefined : procedure.byId.get(step.branchOf)
  if (!opener) return undefined
  const standing = of(opener.id)
  const failed = standing.status === 'failed' && isForGood(state, opener)
  const { branch } = factsOf(state.recovery, opener.id)
  const byItself = opener.onFailure.goto.includes(step.id) && !wasCancelled(state, opener)
  if (failed && (byItself || branch === step.id)) return undefined
  const decided = standing.status === 'succeeded' || standing.status === 'skipped' || (failed && branch !== undefined)
  if (!decided) return waiting(state, [{ kind: 'failure', id: opener.id }])
  return { ...is('skipped', standing.sinceMs, true), skip: { kind: 'not-needed', of: opener.id } }
}

/** A failure holds nobody up when the plan says so, or when the way round it has been gone. */
function failureIsSettled(about: About, step: PlanStep): boolean {
  const { state, of } = about
  if (!isForGood(state, step)) return false
  const { goto, otherwise } = step.onFailure
  const { branch } = factsOf(state.recovery, step.id)
  const way = branch === undefined ? goto : [branch, ...goto]
  if (way.length === 0) return otherwise === 'warn'
  return way.every((id) => isSettled(about, id) && of(id).status !== 'skipped')
}

function chosen({ state, procedure, of }: About, condition: Extract<Condition, { chosen: unknown }>) {
  const blockedBy: Blocker[] = []
  let holds = true
  let sinceMs = state.declaredMs
  for (const [id, wanted] of Object.entries(condition.chosen)) {
    const option = factsOf(state.recovery, id).chosen?.option
    const standing = of(id)
    if (option === undefined && procedure.byId.has(id) && standing.status !== 'skipped') {
      blockedBy.push({ kind: 'decision', id })
      continue
    }
    sinceMs = Math.max(sinceMs, standing.sinceMs)
    if (option === undefined || ![wanted].flat().includes(option)) holds = false
  }
  return { holds: holds && blockedBy.length > 0 ? undefined : holds, blockedBy, sinceMs }
}

function valueHolds({ plan, state }: About, condition: Exclude<Condition, { chosen: unknown }>): boolean {
  const value = currentValue(plan, state, condition.value)
  if (value === undefined || value === '') return false
  return condition.equals === undefined || [condition.equals].flat().includes(value)
}

/** What a recovery owes: runs that are approved, requests that the plan asks for by itself, approvals to be asked for, and that every step shows where it stands. */
import type { Obligation } from '../../plan/core.ts'
import { personOrder } from '../../plan/people.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import { PERSON_MEANS, type Plan } from '../../plan/schema.ts'
import type { AskMeans, Effect } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'
import { approvalsMissing, approvedMs, approversOf } from './approval.ts'
import { clocksOwed } from './clocks.ts'
import { procedureNow } from './procedure-now.ts'
import { asksItselfMs, MAY_ASK } from './requesting.ts'
import { resolvingOwed } from './resolving.ts'
import { mayBegin, standings } from './standing.ts'
import { factsOf, lastRun, type Run, runObligation, VARIANTS } from './state.ts'
import { cardKey } from './step-card.ts'
import { workOf } from './work.ts'

type Owed = Obligation<Effect>[]

/** Not answered for so long, an approver is asked by the next means too. */
const ASK_AGAIN_MS = 3 * 60_000
/** A step's message changes at most this often. */
const SHOW_PAUSE_MS = 1_000
const ASK_MEANS: readonly string[] = ['slack', 'sms', 'email'] satisfies AskMeans[]

export function recoveryOwed(plan: Plan, state: IncidentState): Owed {
  const shown = [...(state.channel ? cardsOwed(plan, state) : []), ...retiredOwed(plan, state)]
  if (state.phase !== 'open') return shown
  return [
    ...restorePointsOwed(plan, state),
    ...procedureNow(plan, state).steps.flatMap((step) => stepOwed(plan, state, step)),
    ...invitesOwed(plan, state),
    ...clocksOwed(plan, state),
    ...resolvingOwed(plan, state),
    ...shown,
  ]
}

function restorePointsOwed(plan: Plan, state: IncidentState): Owed {
  const sets = (state.scenario === null ? undefined : plan.scenarios[state.scenario])?.backups ?? []
  if (sets.length === 0) return []
  // Looked up anew when it turns out that the outage began earlier: a backup made in it may hold its damage.
  const beforeMs = state.outageStartMs ?? state.declaredMs
  return want(state, `restore-points/${state.scenario}/${beforeMs}`, state.declaredMs, {
    kind: 'find-restore-points',
    sets,
    beforeMs,
  })
}

const NOTHING: Owed = []

function stepOwed(plan: Plan, state: IncidentState, step: PlanStep): Owed {
  // Most steps, most of the time: nobody has asked for a run, and its turn has not come.
  if (state.recovery.steps[step.id] === undefined && !isAskedFor(plan, state, step)) return NOTHING
  const standing = standings(plan, state).get(step.id)
  const asksMs = standing && asksItselfMs(plan, state, step, standing)
  const runs = VARIANTS.flatMap((variant) => lastRun(state.recovery, step.id, variant) ?? [])
  return [
    ...(asksMs === undefined ? [] : requestOwed(plan, state, step, asksMs)),
    ...runs.filter((run) => run.state === 'requested').flatMap((run) => requestedOwed(plan, state, step, run)),
  ]
}

const isAskedFor = (plan: Plan, state: IncidentState, { id }: PlanStep): boolean =>
  MAY_ASK.has(standings(plan, state).get(id)?.status ?? 'waiting')

/** Whoever is to approve something belongs where it is talked about. */
function invitesOwed(plan: Plan, state: IncidentState): Owed {
  if (!state.channel) return []
  const asked = procedureNow(plan, state).steps.filter(
    ({ id }) => standings(plan, state).get(id)?.status === 'awaiting-approval',
  )
  const people = new Set(asked.flatMap((step) => approversOf(plan, state, step)))
  return [...people]
    .filter((person) => plan.people[person]?.slack && !state.participants.includes(person))
    .flatMap((person) => want(state, `invite/${person}`, state.changed.atMs, { kind: 'invite', person }))
}

function requestOwed(plan: Plan, state: IncidentState, step: PlanStep, dueMs: number): Owed {
  const work = workOf(plan, state, step, 'do')
  if (!work.ok) return []
  const n = factsOf(state.recovery, step.id).runs.do + 1
  return [
    { id: `request/${step.id}/${n}`, dueMs, effect: { kind: 'request-step', step: step.id, digest: work.digest } },
  ]
}

function requestedOwed(plan: Plan, state: IncidentState, step: PlanStep, run: Run): Owed {
  // What it would run has changed, or it may not run any more: whoever still wants it asks anew.
  if (!mayBegin(plan, state, step, run))
    return [{ id: `void/${run.id}`, dueMs: state.changed.atMs, effect: { kind: 'void-request', run: run.id } }]
  const lapses: Owed =
    run.expiresMs === null
      ? []
      : [{ id: `lapse/${run.id}`, dueMs: run.expiresMs, effect: { kind: 'expire-approval', run: run.id } }]
  if (approvalsMissing(step, run) > 0) return [...lapses, ...askingOwed(plan, state, step, run)]
  const { id, variant, digest } = run
  const effect = { kind: 'run-step', run: id, step: step.id, variant, digest } as const
  return [...lapses, ...want(state, runObligation(id), approvedMs(run), effect)]
}

/** Everyone who can approve is asked by their first means that works, then by the next. */
function askingOwed(plan: Plan, state: IncidentState, step: PlanStep, run: Run): Owed {
  const answered = new Set(run.approvals.map(({ person }) => person))
  const open = approversOf(plan, state, step).filter((person) => {
    return !answered.has(person) && !(step.approval?.notRequester && run.requestedBy.person === person)
  })
  return open.flatMap((person) => askOwed(plan, state, run, person))
}

/** A message that asks for what nobody can give any more loses its buttons. */
function retiredOwed(plan: Plan, state: IncidentState): Owed {
  const { asked, runs } = state.recovery
  const { byId } = procedureNow(plan, state)
  return asked.flatMap(({ run: id, ref, channel }) => {
    const run = runs[id]
    const step = run && byId.get(run.step)
    if (run?.state === 'requested' && step && approvalsMissing(step, run) > 0) return []
    return want(state, `retire-ask/${channel}/${ref}`, state.changed.atMs, {
      kind: 'retire-ask',
      run: id,
      ref,
      channel,
    })
  })
}

function askOwed(plan: Plan, state: IncidentState, run: Run, person: string): Owed {
  const order = personOrder(plan, person, { means: [...PERSON_MEANS] }).filter((means): means is AskMeans =>
    ASK_MEANS.includes(means),
  )
  let dueMs = run.requestedMs
  const owed: Owed = []
  for (const means of order) {
    const id = `ask/${run.id}/${person}/${means}`
    owed.push(...want(state, id, dueMs, { kind: 'ask-approval', run: run.id, person, means }))
    const effort = state.efforts[id]
    if (!effort?.end) break
    dueMs = effort.end === 'dead' ? effort.lastAtMs : effort.lastAtMs + ASK_AGAIN_MS
  }
  return owed
}

/** New ones one after the other, in the order in which the steps came up: that is how they are read. */
function cardsOwed(plan: Plan, state: IncidentState): Owed {
  const all = standings(plan, state)
  const changed = procedureNow(plan, state).steps.flatMap(({ id }) => {
    const step = procedureNow(plan, state).byId.get(id)
    const key = step && cardKey(plan, state, step)
    return key === undefined || key === state.recovery.shown[id]?.key ? [] : [{ id, key }]
  })
  const isNew = ({ id }: { id: string }) => state.recovery.shown[id] === undefined
  const [next] = changed.filter(isNew).toSorted((a, b) => (all.get(a.id)?.sinceMs ?? 0) - (all.get(b.id)?.sinceMs ?? 0))
  const { atMs } = state.changed
  return [...changed.filter((one) => !isNew(one)), ...(next ? [next] : [])].flatMap(({ id, key }) => {
    const shown = state.recovery.shown[id]
    const dueMs = shown ? Math.max(atMs, shown.atMs + SHOW_PAUSE_MS) : atMs
    return want(state, `show/${id}`, dueMs, { kind: 'show-step', step: id, key })
  })
}

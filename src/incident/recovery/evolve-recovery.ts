/** Facts of a recovery folded into the state: what people did to steps, and what came of runs. */
import { privately } from '../../plan/actor.ts'
import type { EventOf } from '../events.ts'
import type { IncidentState } from '../state.ts'
import type { RecoveryEvent } from './events.ts'
import { readRunDetail } from './run-detail.ts'
import { factsOf, type RecoveryState, type RestorePoint, type Run, runId, type StepFacts } from './state.ts'

export function evolveRecovery(state: IncidentState, event: RecoveryEvent): IncidentState {
  if (event.type === 'run-renewed') return renewed(state, event)
  return { ...state, recovery: fold(state.recovery, event) }
}

function fold(recovery: RecoveryState, event: Exclude<RecoveryEvent, { type: 'run-renewed' }>): RecoveryState {
  const { atMs, by } = event
  switch (event.type) {
    case 'step-requested':
      return requested(recovery, event)
    case 'step-approved': {
      const approval = { person: event.person, atMs, by }
      return changeRun(recovery, event.run, (run) => ({ ...run, approvals: [...run.approvals, approval] }))
    }
    case 'step-rejected':
      return changeRun(recovery, event.run, (run) => ({
        ...run,
        state: 'rejected',
        endedMs: atMs,
        rejected: { by, reason: event.reason },
      }))
    case 'approval-expired':
      return changeRun(recovery, event.run, (run) => ({ ...run, state: 'expired', endedMs: atMs }))
    case 'request-voided':
      return changeRun(recovery, event.run, (run) => ({ ...run, state: 'void', endedMs: atMs }))
    case 'break-glass-used':
      return changeRun(recovery, event.run, (run) => ({ ...run, breakGlass: { atMs, by, reason: event.reason } }))
    case 'run-cancel-asked':
      return changeRun(recovery, event.run, (run) => ({ ...run, cancelAsked: { atMs, by } }))
    case 'run-settled': {
      const settled = { by, ...(event.note ? { note: event.note } : {}) }
      return changeRun(recovery, event.run, (run) => ({
        ...run,
        state: event.ok ? 'succeeded' : 'failed',
        endedMs: atMs,
        settled,
      }))
    }
    case 'value-given': {
      const value = { text: event.text, atMs, by }
      return { ...recovery, values: { ...recovery.values, [event.name]: value } }
    }
    case 'step-added':
      return {
        ...recovery,
        added: [...recovery.added, { id: event.step, title: event.title, needs: event.needs, by }],
      }
    case 'card-drawn':
      return { ...recovery, cards: [...recovery.cards, { card: event.card, nth: event.nth }] }
    case 'step-put-first':
      return { ...recovery, order: [event.step, ...recovery.order.filter((id) => id !== event.step)] }
    case 'clock-warned':
      return { ...recovery, warned: { ...recovery.warned, [warningKey(event)]: { atMs, to: event.to } } }
    default:
      return changeFacts(recovery, event.step, (facts) => stepFact(facts, event))
  }
}

type StepFact = Extract<
  RecoveryEvent,
  {
    type:
      | 'step-started'
      | 'step-ended'
      | 'step-chosen'
      | 'branch-chosen'
      | 'step-skipped'
      | 'undo-waived'
      | 'step-reset'
  }
>

function stepFact(facts: StepFacts, event: StepFact): StepFacts {
  const { atMs, by } = event
  switch (event.type) {
    case 'step-started': {
      const { ended: _before, ...rest } = facts
      return { ...rest, started: { atMs, by } }
    }
    case 'step-ended':
      return { ...facts, ended: { atMs, by, ok: event.ok, ...(event.note ? { note: event.note } : {}) } }
    case 'step-chosen': {
      const reason = event.reason ? { reason: event.reason } : {}
      return { ...facts, chosen: { atMs, by, option: event.option, ...reason } }
    }
    case 'branch-chosen':
      return { ...facts, branch: event.branch }
    case 'step-skipped':
      return { ...facts, skipped: { atMs, by, reason: event.reason } }
    case 'undo-waived':
      return { ...facts, undoWaivedMs: atMs }
    case 'step-reset':
      return { runs: facts.runs, resetRuns: facts.runs.do }
  }
}

/** Names a warning so that it is given once. */
export const warningKey = ({ clock, id = '', percent }: { clock: string; id?: string; percent: number }): string =>
  `${clock}/${id}/${percent}`

const changeFacts = (
  recovery: RecoveryState,
  step: string,
  change: (facts: StepFacts) => StepFacts,
): RecoveryState => ({
  ...recovery,
  steps: { ...recovery.steps, [step]: change(factsOf(recovery, step)) },
})

function changeRun(recovery: RecoveryState, id: string, change: (run: Run) => Run): RecoveryState {
  const run = recovery.runs[id]
  return run ? { ...recovery, runs: { ...recovery.runs, [id]: change(run) } } : recovery
}

/** A new request takes the place of one that has not begun: what was approved of that counts for nothing here. */
function requested(recovery: RecoveryState, event: EventOf<'step-requested'>): RecoveryState {
  const { atMs, by, step, variant, n, digest, startsMs, expiresMs } = event
  const id = runId(step, variant, n)
  const run: Run = {
    ...{ id, step, variant, n, digest, startsMs, expiresMs, requestedBy: event.requester ?? by, requestedMs: atMs },
    ...{ approvals: [], state: 'requested', actions: [], checks: [], custody: [] },
  }
  const before = recovery.runs[runId(step, variant, n - 1)]
  const overtaken: Record<string, Run> =
    before?.state === 'requested' ? { [before.id]: { ...before, state: 'void', endedMs: atMs } } : {}
  const withRun = { ...recovery, runs: { ...recovery.runs, ...overtaken, [id]: run } }
  return changeFacts(withRun, step, (facts) => ({ ...facts, runs: { ...facts.runs, [variant]: n } }))
}

/** The incident is over: what had not begun does not begin, not even if it is opened again. */
export function withoutRequests(recovery: RecoveryState, atMs: number): RecoveryState {
  const withdrawn = Object.values(recovery.runs)
    .filter((run) => run.state === 'requested')
    .map((run) => [run.id, { ...run, state: 'void' as const, endedMs: atMs }] as const)
  return { ...recovery, runs: { ...recovery.runs, ...Object.fromEntries(withdrawn) } }
}

/** It lives: the attempt has until the next sign. */
function renewed(state: IncidentState, event: EventOf<'run-renewed'>): IncidentState {
  const { obligation, attempt, deadlineMs, host } = event
  const effort = state.efforts[obligation]
  if (effort?.inHand?.attempt !== attempt || effort.effect.kind !== 'run-step') return state
  const recovery = changeRun(state.recovery, effort.effect.run, (run) => ({ ...run, host }))
  const efforts = { ...state.efforts, [obligation]: { ...effort, inHand: { attempt, deadlineMs } } }
  return { ...state, recovery, efforts }
}

type AttemptEvent = EventOf<'attempted' | 'carried-out' | 'attempt-failed' | 'attempt-lost' | 'attempt-withdrawn'>

/** What an attempt at a run, or its outcome, means. */
export function evolveRun(state: IncidentState, event: AttemptEvent, id: string): IncidentState {
  const after = changeRun(state.recovery, id, (run) => runAfter(run, event))
  return { ...state, recovery: withCaptured(event.type === 'attempted' ? withoutBranch(after, id) : after, event) }
}

/** Another try has begun: how the last one was gone round is over. */
function withoutBranch(recovery: RecoveryState, id: string): RecoveryState {
  const run = recovery.runs[id]
  if (run?.variant !== 'do') return recovery
  return changeFacts(recovery, run.step, ({ branch: _before, ...facts }) => facts)
}

function runAfter(run: Run, event: AttemptEvent): Run {
  const { atMs } = event
  switch (event.type) {
    case 'attempted':
      return { ...run, state: 'running', startedMs: atMs }
    case 'attempt-withdrawn':
      return { ...run, state: 'void', endedMs: atMs }
    case 'attempt-lost':
      return { ...run, state: 'unknown', endedMs: atMs, lostMs: atMs, reason: privately('whoever ran it went silent') }
    case 'attempt-failed': {
      // Held back before anything was begun: it waits as it did before, with its approvals.
      const { startedMs: _never, endedMs: _nor, reason: _none, ...waiting } = run
      if (event.held) return { ...waiting, state: 'requested' }
      const reason = privately(event.reason)
      return { ...run, state: 'failed', endedMs: atMs, reason, ...readRunDetail(event.detail) }
    }
    case 'carried-out':
      return { ...run, ...readRunDetail(event.detail), state: 'succeeded', endedMs: atMs }
  }
}

function withCaptured(recovery: RecoveryState, event: AttemptEvent): RecoveryState {
  // What somebody only tried out tells nothing of the system.
  if (event.type !== 'carried-out' || event.effect.kind !== 'run-step' || event.effect.variant === 'dry')
    return recovery
  const captured = (event.detail.captured ?? {}) as Record<string, { private: string | null }>
  const { atMs, by } = event
  const values = Object.entries(captured).map(([name, text]) => [name, { text, atMs, by }] as const)
  return values.length > 0 ? { ...recovery, values: { ...recovery.values, ...Object.fromEntries(values) } } : recovery
}

export function evolveShown(
  state: IncidentState,
  event: EventOf<'carried-out'>,
  step: string,
  key: string,
): IncidentState {
  const { recovery } = state
  const ts = typeof event.detail.ts === 'string' ? event.detail.ts : (recovery.shown[step]?.ts ?? '')
  return { ...state, recovery: { ...recovery, shown: { ...recovery.shown, [step]: { ts, key, atMs: event.atMs } } } }
}

/** Of a message in Slack, where it stands; text messages and mails cannot be taken back. */
export function evolveAsked(state: IncidentState, { detail }: EventOf<'carried-out'>, run: string): IncidentState {
  const { ref, channel } = detail
  if (typeof ref !== 'string' || typeof channel !== 'string') return state
  const { recovery } = state
  return { ...state, recovery: { ...recovery, asked: [...recovery.asked, { run, ref, channel }] } }
}

export function evolveRestorePoints(
  state: IncidentState,
  { detail }: EventOf<'carried-out' | 'attempt-failed'>,
): IncidentState {
  if (!Array.isArray(detail?.points)) return state
  const points = detail.points as RestorePoint[]
  return { ...state, recovery: { ...state.recovery, restorePoints: points } }
}

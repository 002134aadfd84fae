/** Asking for a run: the event that binds it to exactly what it would do, and when the plan asks by itself. */
import type { Actor } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { approvalOf } from './approval.ts'
import type { RecoveryEvent } from './events.ts'
import { failuresInRow, isForGood, wasCancelled } from './failures.ts'
import { isPast, mayBeAsked, type Standing } from './standing.ts'
import { factsOf, lastRun, type Run, runId, type Variant } from './state.ts'
import { workOf } from './work.ts'

export type Requested = Extract<RecoveryEvent, { type: 'step-requested' }>

interface Asking {
  atMs: number
  by: Actor
  /** Time to object, milliseconds. */
  waitMs?: number
  /** Who had asked for it before what it would run changed: still nobody who may approve their own request. */
  requester?: Actor
}

/** @returns undefined while a value that it needs is missing. */
export function request(
  plan: Plan,
  state: IncidentState,
  step: PlanStep,
  variant: Variant,
  { atMs, by, waitMs = 0, requester }: Asking,
): Requested | undefined {
  const work = workOf(plan, state, step, variant)
  if (!work.ok) return undefined
  const approval = approvalOf(step, variant)
  return {
    type: 'step-requested',
    ...{ atMs, by, ...(requester ? { requester } : {}) },
    step: step.id,
    variant,
    n: factsOf(state.recovery, step.id).runs[variant] + 1,
    digest: work.digest,
    startsMs: atMs + waitMs,
    expiresMs: approval ? atMs + waitMs + approval.expires : null,
  }
}

/** A run that may be repeated is, when nobody knows how it ended; but not for ever. */
const UNKNOWN_IN_ROW_MAX = 3

/** Where a step stands when the plan may ask for a run of it. */
export const MAY_ASK: ReadonlySet<Standing['status']> = new Set(['ready', 'failed', 'unknown'])

/**
 * When the plan asks for a run of the step by itself, epoch ms; undefined: it waits for a person. A request that was turned down or lapsed is not repeated,
 * and neither is a run of unknown end, unless its step says that it may be.
 */
export function asksItselfMs(plan: Plan, state: IncidentState, step: PlanStep, standing: Standing): number | undefined {
  if (!step.do || !MAY_ASK.has(standing.status) || !mayBeAsked(plan, state, step)) return undefined
  const run = lastRun(state.recovery, step.id, 'do')
  // Turned down, or left to lapse: whoever still wants it asks.
  const isPastIt = run !== undefined && isPast(plan, state, step)
  if ((run?.state === 'rejected' || run?.state === 'expired') && !isPastIt) return undefined
  if (standing.status === 'failed') {
    const again = failuresInRow(state, step.id) > 0 && !isForGood(state, step)
    return again ? standing.sinceMs + step.onFailure.every : undefined
  }
  if (standing.status === 'unknown')
    return step.repeatable && !wasCancelled(state, step) && unknownInRow(state, step.id) < UNKNOWN_IN_ROW_MAX
      ? standing.sinceMs
      : undefined
  if (standing.status !== 'ready' || standing.run) return undefined
  const past = run === undefined || run.state === 'void' || run.state === 'requested' || isPastIt
  if (!past || wasCancelled(state, step)) return undefined
  const byItself = step.approval !== null || step.start !== 'manual'
  return byItself ? Math.max(standing.sinceMs, run?.requestedMs ?? 0) : undefined
}

function unknownInRow({ recovery }: IncidentState, step: string): number {
  let unknown = 0
  for (let n = factsOf(recovery, step).runs.do; n > 0; n--) {
    const state = recovery.runs[runId(step, 'do', n)]?.state
    if (state === 'unknown') unknown++
    else if (state === 'succeeded' || state === 'failed') break
  }
  return unknown
}

/** Whoever asked for the run that is withdrawn because what it would do has changed. */
export const requesterBefore = (run: Run | undefined): Actor | undefined =>
  (run?.state === 'void' || run?.state === 'requested') && run.requestedBy.via !== 'system'
    ? run.requestedBy
    : undefined

/** How long a run that the plan asks for waits for somebody to object, milliseconds. */
export const vetoMs = (step: PlanStep): number => (typeof step.start === 'object' ? step.start.after : 0)

/** Asking for a run: the event that binds it to exactly what it would do, and when the plan asks by itself. */
import type { Actor } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { approvalOf } from './approval.ts'
import type { RecoveryEvent } from './events.ts'
import { failuresInRow, type Standing } from './standing.ts'
import { factsOf, lastRun, type Variant } from './state.ts'
import { workOf } from './work.ts'

export type Requested = Extract<RecoveryEvent, { type: 'step-requested' }>

/** @returns undefined while a value that it needs is missing. */
export function request(
  plan: Plan,
  state: IncidentState,
  step: PlanStep,
  variant: Variant,
  { atMs, by, waitMs = 0 }: { atMs: number; by: Actor /** Time to object. */; waitMs?: number },
): Requested | undefined {
  const work = workOf(plan, state, step, variant)
  if (!work.ok) return undefined
  const approval = approvalOf(step, variant)
  return {
    type: 'step-requested',
    atMs,
    by,
    step: step.id,
    variant,
    n: factsOf(state.recovery, step.id).runs[variant] + 1,
    digest: work.digest,
    startsMs: atMs + waitMs,
    expiresMs: approval ? atMs + waitMs + approval.expires : null,
  }
}

/**
 * When the plan asks for a run of the step by itself, epoch ms; undefined: it waits for a person. A request that was turned down or lapsed is not repeated,
 * and neither is a run of unknown end, unless its step says that it may be.
 */
export function asksItselfMs(state: IncidentState, step: PlanStep, standing: Standing): number | undefined {
  if (!step.do) return undefined
  const { retry, every } = step.onFailure
  const run = lastRun(state.recovery, step.id, 'do')
  if (standing.status === 'failed') {
    const failures = failuresInRow(state, step.id)
    return failures > 0 && failures <= retry && !wasCancelled(run) ? standing.sinceMs + every : undefined
  }
  if (standing.status === 'unknown') return step.repeatable ? standing.sinceMs : undefined
  if (standing.status !== 'ready' || standing.run) return undefined
  if (run && ((run.state !== 'void' && run.state !== 'requested') || wasCancelled(run))) return undefined
  const byItself = step.approval !== null || step.start !== 'manual'
  return byItself ? Math.max(standing.sinceMs, run?.requestedMs ?? 0) : undefined
}

/** Whoever stopped it does not want it repeated. */
const wasCancelled = (run: ReturnType<typeof lastRun>): boolean => run?.cancelAsked !== undefined

/** How long a run that the plan asks for waits for somebody to object, milliseconds. */
export const vetoMs = (step: PlanStep): number => (typeof step.start === 'object' ? step.start.after : 0)

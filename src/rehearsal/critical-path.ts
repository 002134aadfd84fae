/**
 * What the recovery waited for: from the step that ended last back to the declaration, always by what a step could not begin before. The costs add up to the
 * whole time, so that a minute saved on this way is a minute saved.
 */
import { procedureNow } from '../incident/recovery/procedure-now.ts'
import { type Standing, standings } from '../incident/recovery/standing.ts'
import { factsOf, lastBegun } from '../incident/recovery/state.ts'
import type { IncidentState } from '../incident/state.ts'
import { comesAfter } from '../plan/longest-way.ts'
import type { PlanStep } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'

export interface Waited {
  /** Null: until somebody answered. */
  step: string | null
  /** Milliseconds, from the end of what came before it to its own end, approvals and all. */
  ms: number
}

/** From first to last; nothing when no step has ended. */
export function criticalPath(plan: Plan, state: IncidentState): Waited[] {
  const { steps, byId } = procedureNow(plan, state)
  const all = standings(plan, state)
  const { restoredMs, declaredMs } = state
  const endMs = (id: string): number | undefined => {
    const standing = all.get(id)
    return standing && DONE.has(standing.status) && standing.sinceMs > declaredMs ? standing.sinceMs : undefined
  }
  const latestOf = (ids: readonly string[], untilMs: number): string | undefined =>
    ids
      .filter((id) => (endMs(id) ?? Number.POSITIVE_INFINITY) <= untilMs)
      .toSorted((a, b) => (endMs(b) ?? 0) - (endMs(a) ?? 0))[0]
  const counted = steps.filter(({ gate, openEnded }) => gate !== 'business' && !openEnded).map(({ id }) => id)
  const waited: Waited[] = []
  const seen = new Set<string>()
  let at = latestOf(counted, restoredMs ?? Number.POSITIVE_INFINITY)
  while (at !== undefined && !seen.has(at)) {
    seen.add(at)
    const end = endMs(at) ?? declaredMs
    const before = latestOf(
      begunBy(byId.get(at)).filter((id) => byId.has(id)),
      end,
    )
    waited.push({ step: at, ms: end - (before === undefined ? declaredMs : (endMs(before) ?? declaredMs)) })
    at = before
  }
  return withAnswer(state, waited.toReversed())
}

/** Of what waited for the first answer that part stands by itself. */
function withAnswer({ recovery, declaredMs, firstAcknowledgedMs }: IncidentState, waited: Waited[]): Waited[] {
  if (firstAcknowledgedMs === null) return waited
  let fromMs = declaredMs
  return waited.flatMap(({ step, ms }): Waited[] => {
    const [beganMs, endMs] = [fromMs, fromMs + ms]
    fromMs = endMs
    const isWaiting = beganMs < firstAcknowledgedMs && firstAcknowledgedMs < endMs
    if (!isWaiting || step === null || startedMs(recovery, step) < firstAcknowledgedMs) return [{ step, ms }]
    return [
      { step: null, ms: firstAcknowledgedMs - beganMs },
      { step, ms: endMs - firstAcknowledgedMs },
    ]
  })
}

/** A decision is begun by nobody. */
function startedMs(recovery: IncidentState['recovery'], step: string): number {
  const { started } = factsOf(recovery, step)
  return lastBegun(recovery, step, 'do')?.startedMs ?? started?.atMs ?? Number.POSITIVE_INFINITY
}

const DONE: ReadonlySet<Standing['status']> = new Set(['succeeded', 'failed', 'skipped'])

const begunBy = (step: PlanStep | undefined): string[] =>
  step ? [...comesAfter(step), ...(step.branchOf === null ? [] : [step.branchOf])] : []

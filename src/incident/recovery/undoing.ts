/** What has been done and could be taken back: a block that nobody lifted, a service that nobody started again (R103). */
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { procedureNow } from './procedure-now.ts'
import { factsOf, lastBegun, type Run, runId, type Variant } from './state.ts'
import { runsDry } from './work.ts'

/** Steps with an `undo` that have done something, and of which nobody has taken it back or said that it stays. */
export const openUndos = (plan: Plan, state: IncidentState): PlanStep[] =>
  procedureNow(plan, state).steps.filter((step) => canBeUndone(state, step) && !stays(state, step))

const stays = (state: IncidentState, { id }: PlanStep): boolean =>
  (factsOf(state.recovery, id).undoWaivedMs ?? 0) >= (lastDoneMs(state, id) ?? 0)

/** Being carried out, or nobody knows whether it still is. */
export const isInHand = ({ recovery }: IncidentState, step: string, variant: Variant): boolean => {
  const state = lastBegun(recovery, step, variant)?.state
  return state === 'running' || state === 'unknown'
}

/** A run that takes something back neither overtakes the one that does it, nor one of its own kind of which nobody knows how it ended. */
export const mayBeTakenBack = (state: IncidentState, step: PlanStep): boolean =>
  canBeUndone(state, step) &&
  !isInHand(state, step.id, 'do') &&
  lastBegun(state.recovery, step.id, 'undo')?.state !== 'unknown'

export function canBeUndone(state: IncidentState, step: PlanStep): boolean {
  if (!step.undo || runsDry(state, step, 'do')) return false
  const doneMs = lastDoneMs(state, step.id)
  if (doneMs === undefined) return false
  const undo = lastBegun(state.recovery, step.id, 'undo')
  return !(undo?.state === 'succeeded' && (undo.endedMs ?? 0) >= doneMs)
}

/** One that failed half-way has done something, too. */
const hasDone = ({ state, actions, lostMs }: Run): boolean =>
  state === 'succeeded' || state === 'unknown' || (state === 'failed' && (actions.length > 0 || lostMs !== undefined))

function lastDoneMs({ recovery }: IncidentState, step: string): number | undefined {
  for (let n = factsOf(recovery, step).runs.do; n > 0; n--) {
    const run = recovery.runs[runId(step, 'do', n)]
    if (run && hasDone(run)) return run.endedMs
  }
  return undefined
}

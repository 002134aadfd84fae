/** What has been done and could be taken back: a block that nobody lifted, a service that nobody started again (R103). */
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { procedureNow } from './procedure-now.ts'
import { factsOf, lastRun, runId } from './state.ts'

/** Steps with an `undo` that have succeeded and have not been taken back since. */
export const openUndos = (plan: Plan, state: IncidentState): PlanStep[] =>
  procedureNow(plan, state).steps.filter((step) => canBeUndone(state, step))

export function canBeUndone(state: IncidentState, step: PlanStep): boolean {
  if (!step.undo) return false
  const doneMs = lastSuccessMs(state, step.id)
  if (doneMs === undefined) return false
  const undo = lastRun(state.recovery, step.id, 'undo')
  if ((factsOf(state.recovery, step.id).undoWaivedMs ?? 0) >= doneMs) return false
  return !(undo?.state === 'succeeded' && (undo.endedMs ?? 0) >= doneMs)
}

function lastSuccessMs({ recovery }: IncidentState, step: string): number | undefined {
  for (let n = factsOf(recovery, step).runs.do; n > 0; n--) {
    const run = recovery.runs[runId(step, 'do', n)]
    if (run?.state === 'succeeded') return run.endedMs
  }
  return undefined
}

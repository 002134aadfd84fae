/** What follows a failure of a step: another try by itself, a way round, or people. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { IncidentState } from '../state.ts'
import { factsOf, lastBegun, lastRun, runId } from './state.ts'

/** No further try is owed: they are used up, or people have taken it in hand. */
export function isForGood(state: IncidentState, step: PlanStep): boolean {
  const { ended, branch } = factsOf(state.recovery, step.id)
  const byPeople = branch !== undefined || lastBegun(state.recovery, step.id, 'do')?.settled !== undefined
  const over = ended?.ok === false || byPeople || wasCancelled(state, step)
  return over || failuresInRow(state, step.id) > step.onFailure.retry
}

/** Whoever stopped it does not want it repeated, nor a way round it taken, without being asked. */
export const wasCancelled = ({ recovery }: IncidentState, step: PlanStep): boolean =>
  [lastRun(recovery, step.id, 'do'), lastBegun(recovery, step.id, 'do')].some((run) => run?.cancelAsked !== undefined)

/** Ways round a failure that are offered: those of the plan, and those that would open by themselves had nobody stopped the step. */
export const waysRound = (state: IncidentState, step: PlanStep): string[] =>
  wasCancelled(state, step) ? [...step.onFailure.goto, ...step.onFailure.choose] : step.onFailure.choose

export function failuresInRow({ recovery }: IncidentState, step: string): number {
  let failures = 0
  const { runs, resetRuns = 0 } = factsOf(recovery, step)
  for (let n = runs.do; n > resetRuns; n--) {
    const state = recovery.runs[runId(step, 'do', n)]?.state
    if (state === 'failed') failures++
    else if (state === 'succeeded' || state === 'unknown') break
  }
  return failures
}

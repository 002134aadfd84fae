/** How long steps took in drills of the same plan: better than a budget that somebody guessed. Only what was really carried out counts. */
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { procedureNow } from './procedure-now.ts'
import { factsOf, lastBegun } from './state.ts'
import { runsDry } from './work.ts'

/** @param drills newest first; the newest that has a step says how long it took. @returns milliseconds by step. */
export function drillTimes(drills: readonly { plan: Plan; state: IncidentState }[]): Record<string, number> {
  const times: Record<string, number> = {}
  for (const { plan, state } of drills) {
    for (const step of procedureNow(plan, state).steps) {
      const tookMs = tookOf(state, step.id)
      if (tookMs !== undefined && (!step.do || !runsDry(state, step, 'do'))) times[step.id] ??= tookMs
    }
  }
  return times
}

function tookOf({ recovery }: IncidentState, step: string): number | undefined {
  const run = lastBegun(recovery, step, 'do')
  if (run?.state === 'succeeded' && run.startedMs !== undefined) return (run.endedMs ?? run.startedMs) - run.startedMs
  const { started, ended } = factsOf(recovery, step)
  return started && ended?.ok ? ended.atMs - started.atMs : undefined
}

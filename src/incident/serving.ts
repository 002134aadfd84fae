/** From which region users are served because of an incident: the steps that move them say so. Pure. */
import type { Plan } from '../plan/schema.ts'
import { procedureNow } from './recovery/procedure-now.ts'
import { standings } from './recovery/standing.ts'
import { factsOf, lastRun } from './recovery/state.ts'
import type { IncidentState } from './state.ts'

export interface Serving {
  /** That of the step that was done last of those that move users; null: none is done, or what was done has been taken back. */
  region: string | null
  /** Grows with whatever happens to those steps; 0: nothing has. */
  moves: number
}

const NOBODY: Serving = { region: null, moves: 0 }

/** A drill moves nobody. */
export function servingRegion(plan: Plan, state: IncidentState): Serving {
  if (state.mode === 'drill' || state.scenario === null || Object.keys(plan.regions).length === 0) return NOBODY
  const moving = procedureNow(plan, state).steps.filter(({ serves }) => serves !== undefined)
  const moves = moving.reduce((sum, { id }) => sum + movesOf(state, id), 0)
  if (moves === 0) return NOBODY
  const all = standings(plan, state)
  const done = moving.flatMap(({ id, serves }) => {
    const standing = all.get(id)
    const undone = lastRun(state.recovery, id, 'undo')
    const isBack = undone?.state === 'succeeded' && (undone.endedMs ?? 0) >= (standing?.sinceMs ?? 0)
    const isDone = standing?.status === 'succeeded' && !isBack
    return isDone && serves !== undefined ? [{ serves, sinceMs: standing.sinceMs }] : []
  })
  return { region: done.toSorted((a, b) => a.sinceMs - b.sinceMs).at(-1)?.serves ?? null, moves }
}

function movesOf({ recovery }: IncidentState, step: string): number {
  const { runs, ended, resetRuns = 0 } = factsOf(recovery, step)
  return runs.do + runs.undo + resetRuns + (ended ? 1 : 0)
}

/** From which region users are served because of an incident: the steps that move them say so. Pure. */
import type { Plan } from '../plan/schema.ts'
import { procedureNow } from './recovery/procedure-now.ts'
import { standings } from './recovery/standing.ts'
import type { IncidentState } from './state.ts'

/** The region of the step that was done last of those that move users; null: nobody was moved. A drill moves nobody. */
export function servingRegion(plan: Plan, state: IncidentState): string | null {
  if (state.mode === 'drill' || state.scenario === null || Object.keys(plan.regions).length === 0) return null
  const moving = procedureNow(plan, state).steps.filter(({ serves }) => serves !== undefined)
  if (moving.length === 0) return null
  const all = standings(plan, state)
  const done = moving.flatMap(({ id, serves }) => {
    const standing = all.get(id)
    return standing?.status === 'succeeded' && serves !== undefined ? [{ serves, sinceMs: standing.sinceMs }] : []
  })
  return done.toSorted((a, b) => a.sinceMs - b.sinceMs).at(-1)?.serves ?? null
}

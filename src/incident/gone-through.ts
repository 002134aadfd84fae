/** What an incident or a drill that went to its end shows of its scenario: that it can be recovered from, and in which time. Pure. */
import type { Plan } from '../plan/schema.ts'
import type { IncidentState } from './state.ts'

/** Null: it goes on, was called off, or is another incident's; none of these proves anything. */
export function goneThrough(plan: Plan, state: IncidentState) {
  const { id, phase, scenario, mode, drill, declaredMs, outageStartMs, restoredMs, endedMs } = state
  if (phase !== 'resolved') return null
  const backMs = restoredMs ?? endedMs ?? declaredMs
  return {
    ...{ incident: id, scenario, mode, drill, startedMs: declaredMs },
    tookMs: Math.max(0, backMs - (outageStartMs ?? declaredMs)),
    rtoMs: (scenario === null ? undefined : plan.scenarios[scenario]?.rto) ?? plan.objectives.rto,
  }
}

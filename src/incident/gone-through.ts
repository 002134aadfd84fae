/** What an incident or a drill that went to its end shows of its scenario: that it can be recovered from, and in which time. Pure. */
import type { Plan } from '../plan/schema.ts'
import { recoveryMs } from './outages.ts'
import { procedureNow } from './recovery/procedure-now.ts'
import { lastBegun } from './recovery/state.ts'
import { runsDry } from './recovery/work.ts'
import type { IncidentState } from './state.ts'

/** Null: it goes on, was called off, or is another incident's; none of these proves anything. */
export function goneThrough(plan: Plan, state: IncidentState) {
  const { id, phase, scenario, mode, drill, declaredMs } = state
  if (phase !== 'resolved') return null
  return {
    ...{ incident: id, scenario, mode, drill, startedMs: declaredMs },
    tookMs: recoveryMs(state) ?? 0,
    onlyLooked: onlyLooked(plan, state),
    rtoMs: (scenario === null ? undefined : plan.scenarios[scenario]?.rto) ?? plan.objectives.rto,
  }
}

/** Steps that would change something and were only looked on: in a drill, whose commands stay away from production. */
function onlyLooked(plan: Plan, state: IncidentState): number {
  if (state.mode !== 'drill') return 0
  return procedureNow(plan, state).steps.filter(
    (step) => step.do && step.risk !== 'read' && lastBegun(state.recovery, step.id, 'do') && runsDry(state, step, 'do'),
  ).length
}

/** Everything that is owed in an incident, soonest first. Nothing else in the program arms a timer. */
import type { Obligation } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import { channelOwed } from './channel.ts'
import { communicationOwed } from './communication/owed-communication.ts'
import type { Effect } from './effects.ts'
import { deadlinesOwed } from './efforts.ts'
import { escalationOwed } from './escalation.ts'
import { recoveryOwed } from './recovery/owed-recovery.ts'
import { settlementOwed } from './settlement.ts'
import type { IncidentState } from './state.ts'

export function owed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  if (state.phase === 'not-declared') return []
  return [
    ...deadlinesOwed(state),
    ...escalationOwed(plan, state),
    ...channelOwed(plan, state),
    ...settlementOwed(plan, state),
    ...communicationOwed(plan, state),
    ...recoveryOwed(plan, state),
  ].toSorted((a, b) => a.dueMs - b.dueMs)
}

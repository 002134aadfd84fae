/** Everything that is owed in an incident, soonest first. Nothing else in the program arms a timer. */
import type { Obligation } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import { channelOwed } from './channel.ts'
import { communicationOwed } from './communication/owed-communication.ts'
import { consoleOwed } from './console/owed-console.ts'
import { reportOwed } from './drill/report-owed.ts'
import { dutiesOwed } from './duties.ts'
import type { Effect } from './effects.ts'
import { deadlinesOwed } from './efforts.ts'
import { escalationOwed } from './escalation.ts'
import { recoveryOwed } from './recovery/owed-recovery.ts'
import { reviewOwed } from './review/owed-review.ts'
import { settlementOwed } from './settlement.ts'
import type { IncidentState } from './state.ts'
import { watchOwed } from './watch-owed.ts'

const known = new WeakMap<IncidentState, { plan: Plan; owed: Obligation<Effect>[] }>()

/** Worked out once for each state: the engine asks before and within a tick, and whoever looks asks again. */
export function owed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  if (state.phase === 'not-declared') return []
  const before = known.get(state)
  if (before?.plan === plan) return before.owed
  const all = allOwed(plan, state)
  known.set(state, { plan, owed: all })
  return all
}

const allOwed = (plan: Plan, state: IncidentState): Obligation<Effect>[] =>
  [
    ...deadlinesOwed(state),
    ...escalationOwed(plan, state),
    ...channelOwed(plan, state),
    ...settlementOwed(plan, state),
    ...communicationOwed(plan, state),
    ...recoveryOwed(plan, state),
    ...dutiesOwed(plan, state),
    ...consoleOwed(plan, state),
    ...watchOwed(plan, state),
    ...reportOwed(state),
    ...reviewOwed(plan, state),
  ].toSorted((a, b) => a.dueMs - b.dueMs)

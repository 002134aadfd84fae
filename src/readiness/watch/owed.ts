/** Everything that a watch owes, soonest first. */
import type { Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import { afterwatchOwed } from '../afterwatch/afterwatch.ts'
import { backupsOwed, makingOwed } from '../backups/owed-backups.ts'
import { contactsOwed } from '../contacts/owed-contacts.ts'
import { drillsOwed } from '../drills/owed-drills.ts'
import { followupsOwed, refilingOwed } from '../followups/owed-followups.ts'
import { monthsOwed } from '../months/months.ts'
import { planReviewOwed } from '../plan-review/plan-review.ts'
import { signalsOwed } from '../signals/owed-signals.ts'
import type { Effect } from './effects.ts'
import { deadlinesOwed } from './efforts.ts'
import { newsOwed } from './news.ts'
import type { WatchState } from './state.ts'

const known = new WeakMap<WatchState, { plan: Plan; owed: Obligation<Effect>[] }>()

/** Worked out once for each state: the engine asks before and within a tick, and whoever looks asks again. */
export function owed(plan: Plan, state: WatchState): Obligation<Effect>[] {
  if (state.planDigest === undefined) return []
  const before = known.get(state)
  if (before?.plan === plan) return before.owed
  const all = [
    ...deadlinesOwed(state),
    ...newsOwed(plan, state),
    ...drillsOwed(plan, state),
    ...backupsOwed(plan, state),
    ...makingOwed(state),
    ...contactsOwed(plan, state),
    ...signalsOwed(plan, state),
    ...followupsOwed(state),
    ...refilingOwed(state),
    ...monthsOwed(plan, state),
    ...planReviewOwed(plan, state),
    ...afterwatchOwed(state),
  ]
  const sorted = all.toSorted((a, b) => a.dueMs - b.dueMs || (a.id < b.id ? -1 : 1))
  known.set(state, { plan, owed: sorted })
  return sorted
}

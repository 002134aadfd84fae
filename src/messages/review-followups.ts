/** What is left to do after an incident, as its review lists it. */
import type { FollowUp } from '../incident/review/review-shape.ts'
import type { Plan } from '../plan/schema.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import { followupText } from './followup-words.ts'
import { personName } from './names.ts'

/** By the time that each has. @param watch of the plan; undefined: it is not in force any more. */
export function reviewFollowUps(
  plan: Plan,
  watch: Pick<WatchState, 'followups'> | undefined,
  incident: string,
): FollowUp[] {
  const own = (watch?.followups ?? []).filter((one) => one.incident === incident && !('review' in one.what))
  return own
    .toSorted((a, b) => a.dueMs - b.dueMs)
    .map((one) => ({
      title: followupText(plan, one),
      // Nobody by name: whoever leads incidents.
      owner: one.owner === null ? (plan.roles[plan.commander]?.label ?? plan.commander) : personName(plan, one.owner),
      ...{ dueMs: one.dueMs, doneMs: one.done?.atMs ?? null },
    }))
}

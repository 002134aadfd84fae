/**
 * The day by which a plan is to be looked through: told once before, and each week from then on, for half a year, until somebody has seen it or the plan in force
 * names another. Pure.
 */
import { hourFrom } from '../../plan/clock-text.ts'
import type { Obligation } from '../../plan/core.ts'
import { reviewDueMs } from '../../plan/review-date.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../watch/effects.ts'
import type { Fact } from '../watch/events.ts'
import { addNews, endNews } from '../watch/news.ts'
import type { WatchState } from '../watch/state.ts'
import type { PlanReviewDue, PlanReviewEvent } from './track.ts'

/** Long enough to find an hour for it with the people who stand in the plan. */
const BEFORE_MS = 14 * 24 * 3_600_000
/** In the zone of the plan: nothing of this is worth a night. */
const HOUR = 9

export function planReviewOwed(plan: Plan, state: WatchState): Obligation<Effect>[] {
  const dueMs = reviewDueMs(plan)
  const told = state.planReview
  if (told !== null && told.dueMs !== dueMs)
    return [{ id: `plan-review/${told.dueMs}/over`, dueMs: state.sinceMs, effect: { kind: 'forget-plan-review' } }]
  if (dueMs === undefined || told?.overdue) return []
  const at = (fromMs: number) => hourFrom(Math.max(fromMs, state.sinceMs), plan.zone, HOUR)
  const note = (overdue: boolean, fromMs: number): Obligation<Effect> => ({
    id: `plan-review/${dueMs}/${overdue ? 'overdue' : 'near'}`,
    dueMs: at(fromMs),
    effect: { kind: 'note-plan-review', dueMs, overdue },
  })
  const isNear = told === null && at(dueMs - BEFORE_MS) <= dueMs
  return [...(isNear ? [note(false, dueMs - BEFORE_MS)] : []), note(true, dueMs)]
}

/** Where both are due at once, because Muster was away, only the later is told. */
export function planReviewDue(due: readonly PlanReviewDue[], { atMs, by }: Fact): PlanReviewEvent[] {
  const one = due.at(-1)
  if (one === undefined) return []
  if (one.kind === 'forget-plan-review') return [{ type: 'plan-review-forgotten', atMs, by }]
  return [{ type: 'plan-review-noted', atMs, by, dueMs: one.dueMs, overdue: one.overdue }]
}

export function evolvePlanReview(state: WatchState, event: PlanReviewEvent): WatchState {
  if (event.type === 'plan-review-forgotten') return endNews({ ...state, planReview: null }, event.atMs, isIt)
  const { atMs, dueMs, overdue } = event
  const about = { kind: 'plan-review', dueMs, overdue } as const
  return addNews({ ...state, planReview: { dueMs, overdue } }, { atMs, about, pace: overdue ? 'weekly' : 'once' }, isIt)
}

const isIt = ({ kind }: { kind: string }): boolean => kind === 'plan-review'

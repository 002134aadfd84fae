/** What is told when a plan is to be looked through. */
import { dayText } from '../plan/clock-text.ts'
import type { Plan } from '../plan/schema.ts'
import type { PlanReviewAbout } from '../readiness/plan-review/track.ts'
import type { NewsWords } from './news-shape.ts'

export function planReviewNews(plan: Plan, { dueMs, overdue }: PlanReviewAbout): NewsWords {
  const day = dayText(dueMs, plan.zone)
  return {
    title: overdue ? `the plan was to be looked through by ${day}` : `the plan is to be looked through by ${day}`,
    text: 'Go through it with the people who stand in it: do they still work here, are their numbers right, do the steps still fit? Then write "updated" and "review" in the plan anew and load it. `muster check` says what is wrong with it as it is.',
    buttons: [],
  }
}

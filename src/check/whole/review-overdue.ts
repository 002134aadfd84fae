/** Plans that were to be looked through by now. What was right a year ago pages people who have left. */
import { dayText } from '../../plan/clock-text.ts'
import { formatDuration } from '../../plan/length.ts'
import { reviewDueMs } from '../../plan/review-date.ts'
import type { CheckRule } from '../rule.ts'

const DAY_MS = 24 * 3_600_000

export const reviewOverdue: CheckRule = {
  name: 'review-overdue',
  level: 'warning',
  judge: ({ plan, nowMs }) => {
    const dueMs = reviewDueMs(plan)
    if (dueMs === undefined || dueMs >= nowMs) return []
    const days = Math.floor((nowMs - dueMs) / DAY_MS)
    const since = days < 1 ? 'today' : `${formatDuration(days * DAY_MS)} ago`
    return [
      {
        path: ['review'],
        at: 'value',
        message: `this plan was to be looked through by ${dayText(dueMs, plan.zone)}, ${since}`,
        remedy: 'go through it with the people who stand in it, then write "updated" and "review" anew',
      },
    ]
  },
}

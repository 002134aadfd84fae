/** Plans that were to be looked through by now. What was right a year ago pages people who have left. */
import { dayText, endOfDate, monthsLater } from '../../plan/clock-text.ts'
import { formatDuration } from '../../plan/length.ts'
import type { CheckRule } from '../rule.ts'

const DAY_MS = 24 * 3_600_000

/** Words for how often a plan is looked through, and how many months that is. */
const MONTHS = new Map([
  ['monthly', 1],
  ['quarterly', 3],
  ['every quarter', 3],
  ['every 3 months', 3],
  ['every 6 months', 6],
  ['semi-annually', 6],
  ['half-yearly', 6],
  ['yearly', 12],
  ['annually', 12],
  ['every 12 months', 12],
])

export const reviewOverdue: CheckRule = {
  name: 'review-overdue',
  level: 'warning',
  judge: ({ plan: { review, updated, zone }, nowMs }) => {
    if (review === undefined) return []
    const dueMs = dueOf(review, updated, zone)
    if (dueMs === undefined || dueMs >= nowMs) return []
    const days = Math.floor((nowMs - dueMs) / DAY_MS)
    const since = days < 1 ? 'today' : `${formatDuration(days * DAY_MS)} ago`
    return [
      {
        path: ['review'],
        at: 'value',
        message: `this plan was to be looked through by ${dayText(dueMs, zone)}, ${since}`,
        remedy: 'go through it with the people who stand in it, then write "updated" and "review" anew',
      },
    ]
  },
}

function dueOf(review: string, updated: string | undefined, zone: string): number | undefined {
  const date = endOfDate(review, zone)
  if (date !== undefined) return date
  const months = MONTHS.get(review.trim().toLowerCase())
  const from = updated === undefined ? undefined : endOfDate(updated, zone)
  return months === undefined || from === undefined ? undefined : monthsLater(from, months, zone)
}

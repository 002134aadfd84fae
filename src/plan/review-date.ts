/** By when a plan is to be looked through again. Pure. */
import { endOfDate, monthsLater } from './clock-text.ts'
import type { Plan } from './schema.ts'

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

/** The end of that day, epoch ms; undefined: the plan names none, or in words that say no date. */
export function reviewDueMs({ review, updated, zone }: Pick<Plan, 'review' | 'updated' | 'zone'>): number | undefined {
  if (review === undefined) return undefined
  const date = endOfDate(review, zone)
  if (date !== undefined) return date
  const months = MONTHS.get(review.trim().toLowerCase())
  const from = updated === undefined ? undefined : endOfDate(updated, zone)
  return months === undefined || from === undefined ? undefined : monthsLater(from, months, zone)
}

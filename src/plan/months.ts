/** Calendar months and years of a zone, by the names that people give them: `2026-11`, `2026`. Pure. */
import { DateTime } from 'luxon'

export interface Span {
  fromMs: number
  /** Not in it. */
  untilMs: number
}

/** `2026-11`. @param zone IANA. */
export const monthName = (atMs: number, zone: string): string => DateTime.fromMillis(atMs, { zone }).toFormat('yyyy-MM')

/** `November 2026`. @param month as `monthName` gives it. */
export const monthTitle = (month: string): string =>
  DateTime.fromFormat(month, 'yyyy-MM', { zone: 'UTC', locale: 'en' }).toFormat('LLLL yyyy')

/** From the first instant of a month (`2026-11`) or a year (`2026`) to that of the next; undefined for anything else. @param zone IANA. */
export function spanNamed(name: string, zone: string): Span | undefined {
  const isMonth = /^\d{4}-\d{2}$/.test(name)
  if (!isMonth && !/^\d{4}$/.test(name)) return undefined
  const start = DateTime.fromFormat(name, isMonth ? 'yyyy-MM' : 'yyyy', { zone })
  if (!start.isValid) return undefined
  return { fromMs: start.toMillis(), untilMs: start.plus(isMonth ? { months: 1 } : { years: 1 }).toMillis() }
}

/** The month before an instant's, `2026-10`. @param zone IANA. */
export const monthBefore = (atMs: number, zone: string): string =>
  DateTime.fromMillis(atMs, { zone }).startOf('month').minus({ months: 1 }).toFormat('yyyy-MM')

/** So many o'clock on the first day of the month that follows an instant's. @param zone IANA. */
export const nextMonthAt = (atMs: number, zone: string, hour: number): number =>
  DateTime.fromMillis(atMs, { zone }).startOf('month').plus({ months: 1 }).set({ hour }).toMillis()

/** An instant's month and those before it, the newest first. @param zone IANA. */
export function lastMonths(atMs: number, count: number, zone: string): Span[] {
  const start = DateTime.fromMillis(atMs, { zone }).startOf('month')
  return Array.from({ length: count }, (_, index) => ({
    fromMs: start.minus({ months: index }).toMillis(),
    untilMs: start.minus({ months: index - 1 }).toMillis(),
  }))
}

/** An instant as a clock and a calendar of a zone show it. */
import { DateTime } from 'luxon'

/** From Monday, 1, to Sunday, 7 (ISO 8601). */
export const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** `02:00`. @param zone IANA. */
export const clockText = (atMs: number, zone: string): string => DateTime.fromMillis(atMs, { zone }).toFormat('HH:mm')

/** 1 to 7. @param zone IANA. */
export const weekdayOf = (atMs: number, zone: string): number => DateTime.fromMillis(atMs, { zone }).weekday

/** Whether clocks are put back between two instants. @param zone IANA. */
export const arePutBack = (fromMs: number, toMs: number, zone: string): boolean =>
  DateTime.fromMillis(toMs, { zone }).offset < DateTime.fromMillis(fromMs, { zone }).offset

/** `2026-11-28`. @param zone IANA. */
export const dayText = (atMs: number, zone: string): string => DateTime.fromMillis(atMs, { zone }).toISODate() ?? ''

/**
 * The instant at which a date that a plan names ends: `2025-09-11`, `October 2025` (its last day), `2025-10`. Undefined for anything else.
 * @param zone IANA.
 */
export function endOfDate(written: string, zone: string): number | undefined {
  const text = written.trim()
  const day = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone })
  if (day.isValid) return day.endOf('day').toMillis()
  const months = ['yyyy-MM', 'LLLL yyyy', 'LLL yyyy'].map((form) =>
    DateTime.fromFormat(text, form, { zone, locale: 'en' }),
  )
  return months
    .find(({ isValid }) => isValid)
    ?.endOf('month')
    .toMillis()
}

/** So many months later; the last day of a shorter month stands for the days that it does not have. */
export const monthsLater = (fromMs: number, months: number, zone: string): number =>
  DateTime.fromMillis(fromMs, { zone }).plus({ months }).toMillis()

/** The first time from an instant on that it is so many o'clock. @param zone IANA. */
export function hourFrom(fromMs: number, zone: string, hour: number): number {
  const today = DateTime.fromMillis(fromMs, { zone }).startOf('day').set({ hour })
  return (today.toMillis() >= fromMs ? today : today.plus({ days: 1 })).toMillis()
}

/** 1 to 12. */
export const monthOf = (atMs: number, zone: string): number => DateTime.fromMillis(atMs, { zone }).month

/** So many o'clock in one zone on the day that it is in another at an instant. @param dayZone IANA, as is `zone`. */
export function timeOfDay(dayMs: number, dayZone: string, zone: string, hour: number): number {
  const { year, month, day } = DateTime.fromMillis(dayMs, { zone: dayZone })
  return DateTime.fromObject({ year, month, day, hour }, { zone }).toMillis()
}

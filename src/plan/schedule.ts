/**
 * When a schedule falls. Promises that a time of day is kept in its zone through changes of daylight saving, and that an interval counts from midnight of its
 * zone, as cron does: "every 6 hours" is 00:00, 06:00, 12:00 and 18:00. Holds no clock.
 */
import { CronExpressionParser } from 'cron-parser'
import { DateTime } from 'luxon'
import type { CalendarRule } from './calendar.ts'
import type { Schedule } from './time-field.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Every moment of a schedule from one instant (inclusive) to another (exclusive), epoch milliseconds in order.
 * @param zone IANA; a schedule that names one of its own keeps it.
 * @returns null for what falls at no moment of its own: events, and what goes on continuously.
 */
export function momentsOf({ time }: Schedule, zone: string, fromMs: number, toMs: number): number[] | null {
  switch (time.kind) {
    case 'event':
    case 'continuous':
      return null
    case 'cron':
      return cronMoments(time.expression, zone, fromMs, toMs)
    case 'calendar':
      return calendarMoments(time.rule, time.zone ?? zone, fromMs, toMs)
    default:
      return intervalMoments(time.everyMs, zone, fromMs, toMs)
  }
}

function cronMoments(expression: string, zone: string, fromMs: number, toMs: number): number[] {
  const moments: number[] = []
  const cron = CronExpressionParser.parse(expression, { currentDate: new Date(fromMs - 1), tz: zone })
  for (let next = cron.next().getTime(); next < toMs; next = cron.next().getTime()) moments.push(next)
  return moments
}

/** What divides a day begins anew each midnight; what is longer or does not divide it counts on from the first one. */
function intervalMoments(everyMs: number, zone: string, fromMs: number, toMs: number): number[] {
  const midnight = DateTime.fromMillis(fromMs, { zone }).startOf('day')
  const moments: number[] = []
  if (everyMs >= DAY_MS || DAY_MS % everyMs !== 0) {
    const skipped = Math.max(0, Math.floor((fromMs - midnight.toMillis()) / everyMs))
    for (let at = midnight.toMillis() + skipped * everyMs; at < toMs; at += everyMs) moments.push(at)
  } else {
    for (let day = midnight; day.toMillis() < toMs; day = day.plus({ days: 1 })) {
      const end = day.plus({ days: 1 }).toMillis()
      for (let at = day.toMillis(); at < end; at += everyMs) moments.push(at)
    }
  }
  return moments.filter((at) => at >= fromMs && at < toMs)
}

function calendarMoments(rule: CalendarRule, zone: string, fromMs: number, toMs: number): number[] {
  const moments: number[] = []
  for (
    let day = DateTime.fromMillis(fromMs, { zone }).startOf('day');
    day.toMillis() < toMs;
    day = day.plus({ days: 1 })
  ) {
    const at = day.set({ hour: rule.at.hour, minute: rule.at.minute }).toMillis()
    if (falls(rule, day) && at >= fromMs && at < toMs) moments.push(at)
  }
  return moments
}

function falls(rule: CalendarRule, day: DateTime): boolean {
  if (rule.every === 'day') return true
  if (day.weekday !== rule.weekday) return false
  if (rule.every === 'week') return true
  const isLast = day.plus({ weeks: 1 }).month !== day.month
  return rule.nth === -1 ? isLast : Math.ceil(day.day / 7) === rule.nth
}

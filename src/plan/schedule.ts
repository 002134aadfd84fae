/**
 * When a schedule falls. Promises that a time of day is kept in its zone through changes of daylight saving, and that an interval counts from midnight of its
 * zone, as cron does: "every 6 hours" is 00:00, 06:00, 12:00 and 18:00. Holds no clock.
 */
import { CronExpressionParser } from 'cron-parser'
import { DateTime } from 'luxon'
import type { CalendarRule } from './calendar.ts'
import type { Schedule } from './time-field.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

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
  const [, , dayOfMonth, month] = expression.split(' ')
  if (dayOfMonth !== '*' || month !== '*') return steppedThrough(expression, zone, fromMs, toMs)
  const { minute, hour, dayOfWeek } = CronExpressionParser.parse(expression, { currentDate: new Date(fromMs) }).fields
  const offsets = hour.values.flatMap((hours) => minute.values.map((minutes) => hours * HOUR_MS + minutes * MINUTE_MS))
  const days = new Set(dayOfWeek.values.map((day) => Number(day) % 7))
  const moments: number[] = []
  for (let day = DateTime.fromMillis(fromMs, { zone }).startOf('day'); day.toMillis() < toMs; ) {
    const next = day.plus({ days: 1 })
    const [startMs, endMs] = [day.toMillis(), next.toMillis()]
    // On a day on which clocks are changed the library knows which hours there are.
    const isPlain = endMs - startMs === DAY_MS
    if (!isPlain) moments.push(...steppedThrough(expression, zone, startMs, endMs))
    else if (days.has(day.weekday % 7)) moments.push(...offsets.map((offset) => startMs + offset))
    day = next
  }
  return moments.filter((at) => at >= fromMs && at < toMs)
}

/** One after the other; exact, and slow for a year of minutes. */
function steppedThrough(expression: string, zone: string, fromMs: number, toMs: number): number[] {
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

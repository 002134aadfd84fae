/**
 * When a schedule falls. Promises that a time of day is kept in its zone through changes of daylight saving, and that an interval counts from midnight of its
 * zone, as cron does: "every 6 hours" is 00:00, 06:00, 12:00 and 18:00. Holds no clock.
 */
import { CronExpressionParser } from 'cron-parser'
import { DateTime } from 'luxon'
import type { CalendarRule } from './calendar.ts'
import { recurrenceMoments } from './recurrence.ts'
import type { Schedule } from './time-field.ts'

type CronFields = ReturnType<typeof CronExpressionParser.parse>['fields']

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
    case 'recurrence':
      return recurrenceMoments(time.rule, zone, fromMs, toMs)
    case 'calendar':
      return calendarMoments(time.rule, time.zone ?? zone, fromMs, toMs)
    default:
      return intervalMoments(time.everyMs, zone, fromMs, toMs)
  }
}

/** Names of days within a month (`L`, `2#1`) are the library's to know. */
const IS_SPECIAL = /[L#W?]/i

function cronMoments(expression: string, zone: string, fromMs: number, toMs: number): number[] {
  if (IS_SPECIAL.test(expression)) return steppedThrough(expression, zone, fromMs, toMs)
  const { fields } = CronExpressionParser.parse(expression, { currentDate: new Date(fromMs) })
  const [hours, minutes] = [fields.hour.values, fields.minute.values] as [number[], number[]]
  const offsets = hours.flatMap((hour) => minutes.map((minute) => hour * HOUR_MS + minute * MINUTE_MS))
  const isDay = dayRule(expression, fields)
  const moments: number[] = []
  for (let day = DateTime.fromMillis(fromMs, { zone }).startOf('day'); day.toMillis() < toMs; ) {
    const next = day.plus({ days: 1 }).startOf('day')
    if (isDay(day)) {
      const [startMs, endMs] = [day.toMillis(), next.toMillis()]
      if (endMs - startMs === DAY_MS) moments.push(...offsets.map((offset) => startMs + offset))
      else moments.push(...ofOddDay(day, next, hours, minutes))
    }
    day = next
  }
  return moments.filter((at) => at >= fromMs && at < toMs)
}

/** As cron has it: where both the day of the month and that of the week are named, either is enough. */
function dayRule(expression: string, { dayOfMonth, month, dayOfWeek }: CronFields): (day: DateTime) => boolean {
  const [, , ofMonth, , ofWeek] = expression.split(' ')
  const months = new Set<number>(month.values)
  const monthDays = new Set(dayOfMonth.values.map(Number))
  const weekdays = new Set(dayOfWeek.values.map((day) => Number(day) % 7))
  return (day) => {
    if (!months.has(day.month)) return false
    const [byMonth, byWeek] = [monthDays.has(day.day), weekdays.has(day.weekday % 7)]
    if (ofMonth?.startsWith('*') || ofWeek?.startsWith('*')) return byMonth && byWeek
    return byMonth || byWeek
  }
}

/**
 * A day on which clocks are changed, as cron has it: what comes each hour comes in the hour that is there twice twice, and in the one that is missing never; a time of day comes once, also
 * where it is missing.
 */
function ofOddDay(day: DateTime, next: DateTime, hours: readonly number[], minutes: readonly number[]): number[] {
  if (hours.length === 24) {
    const found: number[] = []
    for (let atMs = day.toMillis(); atMs < next.toMillis(); atMs += MINUTE_MS)
      if (minutes.includes(DateTime.fromMillis(atMs, { zone: day.zone }).minute)) found.push(atMs)
    return found
  }
  const found = hours.flatMap((hour) => minutes.map((minute) => day.set({ hour, minute }).toMillis()))
  return [...new Set(found)].toSorted((a, b) => a - b)
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

/**
 * Recurring moments as plans write them: cron lines, `Daily at 02:00 UTC`, `First Saturday of each month, 10:00 UTC`,
 * and happenings such as `On change`. Promises to read them; when they next fall is for whoever schedules.
 */
import { CronExpressionParser } from 'cron-parser'
import { IANAZone } from 'luxon'

interface TimeOfDay {
  hour: number
  minute: number
}

/** Weekdays count from 1, Monday, to 7, Sunday (ISO 8601). */
export type CalendarRule =
  | { every: 'day'; at: TimeOfDay }
  | { every: 'week'; weekday: number; at: TimeOfDay }
  /** `nth` counts 1 to 4 from the start of the month; -1 is the last one. */
  | { every: 'month'; nth: number; weekday: number; at: TimeOfDay }

export interface CalendarTime {
  rule: CalendarRule
  /** IANA zone as written; null where the text names none and the plan's zone holds. */
  zone: string | null
}

export interface EventTime {
  when: 'on' | 'before' | 'after'
  /** What happens, in lower case: `change`, `deployments`. */
  what: string
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const NTH = new Map([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
  ['last', -1],
])

const AT = String.raw`(?:,| at|, at)? (\d{1,2}):(\d{2})(?: (\S+))?$`
const DAILY = new RegExp(`^(?:daily|every day|each day)${AT}`, 'i')
const WEEKLY = new RegExp(`^(?:every|each|weekly on|weekly,) (${WEEKDAYS.join('|')})${AT}`, 'i')
const MONTHLY = new RegExp(
  `^(${[...NTH.keys()].join('|')}) (${WEEKDAYS.join('|')}) of (?:each|every|the) month${AT}`,
  'i',
)

/** True for a time zone that the tz database knows, such as `Europe/Berlin` or `UTC`. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name)
}

/** Reads a calendar rule; undefined when the text is none, or names an impossible time of day or an unknown zone. */
export function parseCalendar(text: string): CalendarTime | undefined {
  const daily = DAILY.exec(text)
  if (daily) return withTime(daily.slice(1), (at) => ({ every: 'day', at }))
  const weekly = WEEKLY.exec(text)
  if (weekly) return withTime(weekly.slice(2), (at) => ({ every: 'week', weekday: weekdayNumber(weekly[1]), at }))
  const monthly = MONTHLY.exec(text)
  if (!monthly) return undefined
  const nth = NTH.get((monthly[1] ?? '').toLowerCase()) ?? 1
  return withTime(monthly.slice(3), (at) => ({ every: 'month', nth, weekday: weekdayNumber(monthly[2]), at }))
}

function weekdayNumber(name = ''): number {
  return WEEKDAYS.indexOf(name.toLowerCase()) + 1
}

function withTime(
  [hours, minutes, zone]: (string | undefined)[],
  rule: (at: TimeOfDay) => CalendarRule,
): CalendarTime | undefined {
  const at = { hour: Number(hours), minute: Number(minutes) }
  if (at.hour > 23 || at.minute > 59) return undefined
  if (zone !== undefined && !isZone(zone)) return undefined
  return { rule: rule(at), zone: zone ?? null }
}

/** True for a cron line of five fields (minute, hour, day of month, month, day of week) that can be carried out. */
export function isCron(text: string): boolean {
  if (text.split(' ').length !== 5 || !/^[\d*]/.test(text)) return false
  try {
    // The reference instant only keeps the parser from asking the system's clock; nothing is computed from it.
    CronExpressionParser.parse(text, { currentDate: new Date(0), tz: 'UTC' })
    return true
  } catch {
    return false
  }
}

/** Reads a happening that starts something: `On change`, `before deployments`. Undefined for anything else. */
export function parseEvent(text: string): EventTime | undefined {
  const match = /^(on|before|after) ([a-z][a-z -]*)$/i.exec(text)
  if (!match?.[1] || !match[2]) return undefined
  return { when: match[1].toLowerCase() as EventTime['when'], what: match[2].toLowerCase() }
}

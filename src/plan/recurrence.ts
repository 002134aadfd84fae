/**
 * Recurrence rules as calendars exchange them (RFC 5545): `RRULE:FREQ=MONTHLY;BYDAY=1SA;BYHOUR=10;BYMINUTE=0`. Promises that a time of day is kept in its zone through
 * changes of daylight saving. A rule counts from Monday, 1 January 2024, 00:00 of its zone: that matters only where it has an INTERVAL.
 */
import { DateTime } from 'luxon'
import rrule from 'rrule'

const { Frequency, RRule } = rrule
type Rule = InstanceType<typeof RRule>

const COUNTS_FROM = new Date('2024-01-01T00:00:00Z')
const PREFIX = /^rrule:/i
/** What recurs within a day is an interval or a cron line. */
const RAREST_OF_A_DAY = Frequency.DAILY

/** Reads a rule; undefined when the text is none, is faulty, or recurs within a day. */
function ruleOf(text: string): Rule | undefined {
  if (!PREFIX.test(text)) return undefined
  try {
    const options = RRule.parseString(text.replace(PREFIX, ''))
    if (options.freq === undefined || options.freq > RAREST_OF_A_DAY || options.count != null) return undefined
    const midnight = { byhour: options.byhour ?? [0], byminute: options.byminute ?? [0], bysecond: [0] }
    return new RRule({ ...options, ...midnight, dtstart: COUNTS_FROM })
  } catch {
    return undefined
  }
}

export const isRecurrence = (text: string): boolean => ruleOf(text) !== undefined

/** Every moment from one instant (inclusive) to another (exclusive), epoch ms in order. @param zone IANA. */
export function recurrenceMoments(text: string, zone: string, fromMs: number, toMs: number): number[] {
  const rule = ruleOf(text)
  if (!rule) return []
  // The library reckons in UTC: what it calls UTC is the clock on the wall of the zone.
  const wall = (atMs: number, days: number) =>
    DateTime.fromMillis(atMs, { zone }).plus({ days }).setZone('UTC', { keepLocalTime: true }).toJSDate()
  return rule
    .between(wall(fromMs, -1), wall(toMs, 1), true)
    .map((day) => DateTime.fromJSDate(day, { zone: 'UTC' }).setZone(zone, { keepLocalTime: true }).toMillis())
    .filter((atMs) => atMs >= fromMs && atMs < toMs)
}

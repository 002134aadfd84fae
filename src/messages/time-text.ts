/** Instants and lengths of time as messages show them. Promises the zone's name beside every time, so that nobody has to guess it. */
import { DateTime } from 'luxon'
import { formatDuration } from '../plan/time.ts'

const MINUTE_MS = 60_000

/** Each abbreviates other zones by their names: the first that does not count hours from Greenwich is taken. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-ZA', 'en-IN']

/**
 * `2026-12-05 10:00 UTC`; elsewhere with UTC beside it: `2026-12-05 11:00 CET (10:00 UTC)`, with its date where that is another one.
 * `zone` is an IANA zone; one that does not exist is told in UTC rather than not at all.
 */
export function timeText(atMs: number, zone = 'UTC'): string {
  const utc = DateTime.fromMillis(atMs, { zone: 'UTC' })
  const local = DateTime.fromMillis(atMs, { zone })
  const plain = utc.toFormat("yyyy-MM-dd HH:mm 'UTC'")
  if (!local.isValid || /^(etc\/)?(utc|gmt|zulu)$/i.test(zone)) return plain
  const beside = local.toISODate() === utc.toISODate() ? plain.slice('yyyy-MM-dd '.length) : plain
  return `${local.toFormat('yyyy-MM-dd HH:mm')} ${zoneName(local)} (${beside})`
}

function zoneName(local: DateTime<true>): string {
  const names = LOCALES.map((locale) => local.setLocale(locale).offsetNameShort)
  return names.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? ''
}

/** `2026-12-05T10:00:00Z`, for programs and for people who want it so (R70). */
export const isoText = (atMs: number): string =>
  DateTime.fromMillis(atMs, { zone: 'UTC' }).toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'")

/** Time of day for a reader who knows the date: `10:00 UTC`. */
export const clockText = (atMs: number): string => timeText(atMs).slice('yyyy-MM-dd '.length)

/** `2 h 5 min`, rounded down to whole minutes; below one, `less than a minute`. Counts elapsed time, whatever the clocks on the wall did. */
export function durationText(ms: number): string {
  return ms < MINUTE_MS ? 'less than a minute' : formatDuration(Math.floor(ms / MINUTE_MS) * MINUTE_MS)
}

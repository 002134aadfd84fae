/** Instants and lengths of time as messages show them. Promises the zone's name beside every time, so that nobody has to guess it. */
import { DateTime } from 'luxon'
import { formatDuration } from '../plan/time.ts'

const MINUTE_MS = 60_000

/** `2026-12-05 10:00 UTC`. `zone` is an IANA zone; one that does not exist is told in UTC rather than not at all. */
export function timeText(atMs: number, zone = 'UTC'): string {
  const local = DateTime.fromMillis(atMs, { zone, locale: 'en-US' })
  const time = local.isValid ? local : DateTime.fromMillis(atMs, { zone: 'UTC', locale: 'en-US' })
  return time.toFormat('yyyy-MM-dd HH:mm ZZZZ')
}

/** Time of day for a reader who knows the date: `10:00 UTC`. */
export const clockText = (atMs: number): string => timeText(atMs).slice('yyyy-MM-dd '.length)

/** `2 h 5 min`, rounded down to whole minutes; below one, `less than a minute`. Counts elapsed time, whatever the clocks on the wall did. */
export function durationText(ms: number): string {
  return ms < MINUTE_MS ? 'less than a minute' : formatDuration(Math.floor(ms / MINUTE_MS) * MINUTE_MS)
}

/** Instants and lengths as somebody reads them who was woken a minute ago: UTC, and how far away. All arguments are epoch milliseconds. */
import { formatDuration } from '../../src/plan/length.ts'

const MINUTE_MS = 60_000

/** `10:15 UTC`, or `2026-12-06 10:15 UTC` on another day than now. */
export function clockTime(atMs: number, nowMs: number): string {
  const iso = new Date(atMs).toISOString()
  const time = `${iso.slice(11, 16)} UTC`
  return iso.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`
}

/** `in 12 min`, `3 min ago`, `now`; seconds only under two minutes. */
export function relative(atMs: number, nowMs: number): string {
  const awayMs = Math.abs(atMs - nowMs)
  if (awayMs < 1000) return 'now'
  return atMs > nowMs ? `in ${roughly(awayMs)}` : `${roughly(awayMs)} ago`
}

/** `10:15 UTC (in 12 min)`. */
export const moment = (atMs: number, nowMs: number): string => `${clockTime(atMs, nowMs)} (${relative(atMs, nowMs)})`

/** A length rounded to what matters at that length: `45 s`, `12 min`, `2 h 5 min`. */
export function roughly(ms: number): string {
  const stepMs = ms < 2 * MINUTE_MS ? 1000 : MINUTE_MS
  return formatDuration(Math.round(ms / stepMs) * stepMs)
}

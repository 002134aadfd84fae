/**
 * PagerDuty's rate limits: so many calls of one key in the 60 seconds behind each call. A refused call does not count.
 * Figures: https://developer.pagerduty.com/docs/events-api-v2-rate-limits and https://developer.pagerduty.com/docs/rest-api-rate-limits
 */
import type { Clock } from '../../src/engine/clock.ts'

/** Events API v2, about this many for each integration key and minute. */
export const EVENTS_PER_MINUTE_MAX = 120
/** REST, this many for each API key and minute. */
export const REST_CALLS_PER_MINUTE_MAX = 960

const WINDOW_MS = 60_000

export interface RateWindow {
  /** Counts one call of `key`: how many more may follow, and in how many seconds the oldest leaves the window; or that it is one too many. */
  take(key: string): { allowed: boolean; remaining: number; resetSeconds: number }
}

export function createRateWindow(callsMax: number, clock: Clock): RateWindow {
  const taken = new Map<string, number[]>()
  return {
    take(key) {
      const nowMs = clock.now()
      const recent = (taken.get(key) ?? []).filter((atMs) => nowMs - atMs < WINDOW_MS)
      const allowed = recent.length < callsMax
      if (allowed) recent.push(nowMs)
      taken.set(key, recent)
      const resetSeconds = Math.ceil(((recent[0] ?? nowMs) + WINDOW_MS - nowMs) / 1_000)
      return { allowed, remaining: callsMax - recent.length, resetSeconds }
    },
  }
}

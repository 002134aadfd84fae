/** A wake-up call that is not lost when nobody sleeps yet. */
import type { Clock } from './clock.ts'

export interface Latch {
  /** Ends the present sleep, or the next one before it begins. */
  wake(): void
  /** Sleeps until `atMs` of `clock`, until woken, or until `signal` aborts. */
  sleepUntil(clock: Clock, atMs: number, signal: AbortSignal): Promise<void>
}

export function createLatch(): Latch {
  let woken = false
  let sleeping: AbortController | undefined
  return {
    wake() {
      woken = true
      sleeping?.abort()
    },
    async sleepUntil(clock, atMs, signal) {
      sleeping = new AbortController()
      if (!woken) await clock.sleepUntil(atMs, AbortSignal.any([sleeping.signal, signal]))
      sleeping = undefined
      woken = false
    },
  }
}

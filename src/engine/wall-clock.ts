/**
 * The real clock: the one file of the engine that may read system time and arm a timer.
 * Timers are re-armed at least once a minute, so that a machine that slept or a clock that was set forward is noticed.
 */
import type { Clock } from './clock.ts'

/** Longest single timer, in milliseconds: bounds how late a jump of the system clock is seen. */
const LONGEST_TIMER_MS = 60_000

export const wallClock: Clock = {
  now: () => Date.now(),
  sleepUntil: (atMs, signal) =>
    new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      const finish = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const arm = () => {
        const leftMs = atMs - Date.now()
        if (leftMs <= 0 || signal.aborted) return finish()
        timer = setTimeout(arm, Math.min(leftMs, LONGEST_TIMER_MS))
      }
      signal.addEventListener('abort', finish)
      arm()
    }),
}

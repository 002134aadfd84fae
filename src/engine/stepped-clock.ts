/**
 * A clock that can be frozen, set running and moved forward: what the sandbox and the tests live by.
 * It only ever goes forward. While it runs it keeps the pace of the clock underneath, with an offset.
 */
import type { Clock } from './clock.ts'

export interface SteppedClock extends Clock {
  /** True while time passes by itself. */
  readonly running: boolean
  /** Freezes the clock, or lets it go on from where it stands. */
  setRunning(running: boolean): void
  /** Moves to `atMs`; an instant that has passed already is left alone. Sleepers that this reaches wake up. */
  moveTo(atMs: number): void
}

/**
 * @param base the clock that gives the pace (the wall clock).
 * @param startMs where time begins, epoch milliseconds.
 * @param startRunning whether time passes from the start.
 */
export function createSteppedClock(base: Clock, startMs: number, startRunning: boolean): SteppedClock {
  let running = startRunning
  let anchorMs = startMs
  let anchorBaseMs = base.now()
  let changed = new AbortController()

  const now = () => (running ? anchorMs + Math.max(0, base.now() - anchorBaseMs) : anchorMs)
  const settle = (atMs: number, nextRunning: boolean) => {
    anchorMs = Math.max(now(), atMs)
    anchorBaseMs = base.now()
    running = nextRunning
    const wake = changed
    changed = new AbortController()
    wake.abort()
  }
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) return resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })

  return {
    now,
    get running() {
      return running
    },
    setRunning: (next) => settle(now(), next),
    moveTo: (atMs) => settle(atMs, running),
    async sleepUntil(atMs, signal) {
      while (!signal.aborted && now() < atMs) {
        const either = AbortSignal.any([signal, changed.signal])
        await (running ? base.sleepUntil(anchorBaseMs + (atMs - anchorMs), either) : untilAborted(either))
      }
    },
  }
}

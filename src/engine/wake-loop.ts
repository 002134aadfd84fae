/**
 * Ticks whatever is due, when it is due: sleeps until the smallest due time of all streams, or until somebody says that it has changed.
 *
 * It promises that a lost notification delays nothing by more than five seconds of the clock, that nothing is ticked while
 * effects are held, and that no error of the database ends it. Any number of replicas may run one; a stream is ticked by one at a time.
 */
import type { Clock } from './clock.ts'
import { createLatch } from './latch.ts'
import type { LeftAlone } from './left-alone.ts'
import type { Logger } from './logger.ts'
import type { Observer } from './observer.ts'
import type { Storage } from './storage.ts'

/** Longest sleep, milliseconds of the plan's clock. */
const FALLBACK_POLL_MS = 5_000

/** Pauses after errors, milliseconds of real time: doubled from the first to the last. */
const FIRST_BACKOFF_MS = 100
const LONGEST_BACKOFF_MS = 5_000

/** Pause when all that is due is held by another replica, milliseconds of real time. */
const BUSY_PAUSE_MS = 20

export interface WakeLoop {
  start(): void
  stop(): Promise<void>
  /** Something may be due sooner. */
  wake(): void
}

/** @param tickDue ticks the streams that are due now and says how many; 0 while held. */
export function createWakeLoop(parts: {
  storage: Storage
  clock: Clock
  /** Real time, for pauses after errors. */
  wall: Clock
  logger: Logger
  isHeld: () => Promise<boolean>
  tickDue: () => Promise<number>
  leftAlone: LeftAlone
  observer: Observer
}): WakeLoop {
  const { storage, clock, wall, logger, isHeld, tickDue, leftAlone, observer } = parts
  const latch = createLatch()
  let running: { stopping: AbortController; ended: Promise<void>; unlisten: () => void } | undefined

  const pass = async (signal: AbortSignal) => {
    const fallbackMs = clock.now() + FALLBACK_POLL_MS
    if (await isHeld()) return latch.sleepUntil(clock, fallbackMs, signal)
    if ((await tickDue()) > 0) return
    const dueMs = await storage.earliestDue(undefined, leftAlone.all())
    const overdue = dueMs !== null && dueMs <= clock.now()
    if (overdue) return wall.sleepUntil(wall.now() + BUSY_PAUSE_MS, signal)
    await latch.sleepUntil(clock, Math.min(dueMs ?? fallbackMs, fallbackMs), signal)
  }

  const run = async (signal: AbortSignal) => {
    let backoffMs = FIRST_BACKOFF_MS
    while (!signal.aborted) {
      try {
        await pass(signal)
        observer.looked(true)
        backoffMs = FIRST_BACKOFF_MS
      } catch (err) {
        observer.looked(false)
        logger.error({ err }, `the wake loop failed; going on in ${backoffMs} ms`)
        await wall.sleepUntil(wall.now() + backoffMs, signal)
        backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS)
      }
    }
  }

  return {
    wake: latch.wake,
    start() {
      if (running) return
      const stopping = new AbortController()
      running = { stopping, ended: run(stopping.signal), unlisten: storage.onWake(latch.wake) }
    },
    async stop() {
      if (!running) return
      const { stopping, ended, unlisten } = running
      running = undefined
      unlisten()
      stopping.abort()
      await ended
    },
  }
}

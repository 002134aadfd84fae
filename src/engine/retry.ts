/** Tries a database transaction again when its error is one that may pass. Pauses are real time: the database does not live by the plan's clock. */

import type { Clock } from './clock.ts'
import { isTransient } from './database-errors.ts'
import { StaleStream } from './storage.ts'
import { wallClock } from './wall-clock.ts'

/** Pauses before the second try and so on, milliseconds: long enough together for a fail-over of the connection, short enough for a person. */
const PAUSES_MS = [10, 50, 250, 1_000]

/** Longest pause once the list is used up, milliseconds. */
const LONGEST_PAUSE_MS = 1_000

const mayPass = (error: unknown) => isTransient(error) || error instanceof StaleStream

/**
 * @param work one whole transaction, run from its start each time.
 * @param patience goes on past the usual few tries for as long as this is not aborted.
 * @param wall real time, in which the pauses are.
 * @throws the last error.
 */
export async function retryTransient<T>(
  work: () => Promise<T>,
  patience?: AbortSignal,
  wall: Clock = wallClock,
): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await work()
    } catch (error) {
      const patient = patience !== undefined && !patience.aborted
      if (!mayPass(error) || (tried >= PAUSES_MS.length && !patient)) throw error
      const pauseMs = PAUSES_MS[tried] ?? LONGEST_PAUSE_MS
      await wall.sleepUntil(wall.now() + pauseMs, patient ? patience : new AbortController().signal)
    }
  }
}

/**
 * Works off everything that is due at one instant, for whoever moves the clock by hand.
 *
 * It promises that, when it answers, nothing is due and nothing that was handed out waits or is in hand in this process; whether the
 * engine's own loops run besides does not matter. It does not wait for what another replica has in hand, nor for a later due time.
 */
import type { Clock } from './clock.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { LeftAlone } from './left-alone.ts'
import { retryTransient } from './retry.ts'
import type { Job, Storage } from './storage.ts'
import type { JobResult } from './worker.ts'

/** Pause while others hold what is due, milliseconds of real time. */
const BUSY_PAUSE_MS = 5

/** More rounds mean that something is owed again at the same instant for ever. */
const ROUNDS_MAX = 10_000

export interface Settled {
  /** Effects carried out with success. */
  carriedOut: number
  /** Obligations whose last attempt failed; their next one is not due yet. */
  stillFailing: number
}

/** What became of the jobs of this process, counted by everybody who is counting just now. */
export interface Tallies {
  count(job: Job, result: JobResult): void
  begin(): { finished(): number; settled(): Settled; end(): void }
}

export function createTallies(): Tallies {
  const listening = new Set<Tallies['count']>()
  return {
    count(job, result) {
      for (const listener of listening) listener(job, result)
    },
    begin() {
      let finished = 0
      let carriedOut = 0
      const failing = new Set<string>()
      const listener: Tallies['count'] = ({ stream, obligation }, result) => {
        finished++
        if (result === 'carried-out') carriedOut++
        if (result === 'failed') failing.add(`${stream}\n${obligation}`)
        else failing.delete(`${stream}\n${obligation}`)
      }
      listening.add(listener)
      return {
        finished: () => finished,
        settled: () => ({ carriedOut, stillFailing: failing.size }),
        end: () => listening.delete(listener),
      }
    },
  }
}

export function createSettle(parts: {
  storage: Storage
  clock: Clock
  /** Real time. */
  wall: Clock
  dispatcher: Dispatcher
  tallies: Tallies
  isHeld: () => Promise<boolean>
  tickDue: () => Promise<number>
  leftAlone: LeftAlone
}): (signal?: AbortSignal) => Promise<Settled> {
  const { storage, clock, wall, dispatcher, tallies, isHeld, tickDue, leftAlone } = parts

  /** Due, and not ticked: in the hands of the wake loop or of another replica. */
  const isSomethingLeft = async () => {
    const dueMs = await storage.earliestDue(undefined, leftAlone.all())
    return dueMs !== null && dueMs <= clock.now() && !(await isHeld())
  }

  return async (signal) => {
    const tally = tallies.begin()
    try {
      for (let round = 0; round < ROUNDS_MAX && !signal?.aborted; round++) {
        const finishedBefore = tally.finished()
        const ticked = await retryTransient(tickDue, signal, wall)
        const isLeft = await retryTransient(isSomethingLeft, signal, wall)
        await dispatcher.idle(signal)
        const isQuiet = ticked === 0 && tally.finished() === finishedBefore
        if (isQuiet && !isLeft) break
        if (isQuiet) await wall.sleepUntil(wall.now() + BUSY_PAUSE_MS, signal ?? new AbortController().signal)
      }
    } finally {
      tally.end()
    }
    return tally.settled()
  }
}

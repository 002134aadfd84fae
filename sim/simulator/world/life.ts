/**
 * One life of a replica, from its start to its kill: its clock, and the places where it may be killed. Whatever it does to the outside passes `cross`, before and
 * after; once it is dead nothing of it goes on, because no promise that it waits for ever settles.
 */
import type { Clock } from '../../../src/engine/clock.ts'
import type { Entropy } from '../entropy.ts'
import type { Scheduler } from '../scheduler.ts'

/** Rejects work that the database does for somebody who is dead: the connection is gone, so is the transaction. */
class Died extends Error {
  override name = 'Died'
}

export interface Life {
  /** `r1`, `r2` … the same after a restart. */
  readonly replica: string
  readonly isAlive: boolean
  readonly clock: Clock
  /** Goes out of the process, or comes back into it: takes a moment, in which it may be killed. @param msMax longest moment. */
  cross(msMax?: number): Promise<void>
  /** The work, or a rejection as soon as this life ends. */
  orDie<T>(work: Promise<T>): Promise<T>
  kill(): void
}

/** Never settles. */
export const never = (): Promise<never> => new Promise(() => {})

/** The longest single timer, as of the wall clock. */
const LONGEST_TIMER_MS = 60_000
/** A call of a port usually takes no longer, milliseconds. */
const USUAL_MS = 2

export function createLife(parts: {
  replica: string
  scheduler: Scheduler
  entropy: Entropy
  /** By how much its clock is off at a true time. */
  offMs: (atMs: number) => number
  /** Asked at each crossing. */
  isKilledHere: () => boolean
  onKilled: () => void
}): Life {
  const { replica, scheduler, entropy, offMs } = parts
  const death = Promise.withResolvers<never>()
  death.promise.catch(() => {})
  let isAlive = true
  const now = () => Math.floor(scheduler.nowMs + offMs(scheduler.nowMs))
  const life: Life = {
    replica,
    get isAlive() {
      return isAlive
    },
    clock: { now, sleepUntil: (atMs, signal) => sleepUntil(atMs, signal) },
    cross: (msMax = USUAL_MS) =>
      new Promise((resolve) => {
        if (!isAlive) return
        scheduler.after(entropy.between(0, msMax), () => {
          if (!isAlive) return
          if (parts.isKilledHere()) life.kill()
          else resolve()
        })
      }),
    orDie: (work) => Promise.race([work, death.promise]),
    kill() {
      if (!isAlive) return
      isAlive = false
      death.reject(new Died(`${replica} was killed`))
      parts.onKilled()
    },
  }
  const sleepUntil: Clock['sleepUntil'] = (atMs, signal) =>
    new Promise((resolve) => {
      let callOff = () => {}
      const finish = () => {
        callOff()
        signal.removeEventListener('abort', finish)
        if (isAlive) resolve()
      }
      const arm = () => {
        if (!isAlive) return
        const leftMs = atMs - now()
        if (leftMs <= 0 || signal.aborted) return finish()
        callOff = scheduler.after(Math.min(leftMs, LONGEST_TIMER_MS), arm)
      }
      signal.addEventListener('abort', finish)
      arm()
    })
  return life
}

/**
 * Moves the sandbox's time through every moment at which something is due, and lets all that this starts come to an end, inside Muster
 * and in the services around it, before the next step.
 */
import type { SteppedClock } from '../src/engine/stepped-clock.ts'
import type { Muster } from '../src/main.ts'

export interface Advanced {
  /** ISO. */
  now: string
  carriedOut: number
  /** Obligations whose last attempt failed. */
  stillFailing: number
}

export interface TimeParts {
  clock: SteppedClock
  muster: Pick<
    Muster,
    'engine' | 'pollPagerDuty' | 'lookAtBackups' | 'lookAtReach' | 'slackSettled' | 'probes' | 'slackReach'
  >
  /** Resolves when no simulated service is doing anything of its own: webhooks, delivery reports. */
  servicesSettled(): Promise<void>
  /** Real time after which a move gives up and says where it stands. */
  signal: () => AbortSignal
}

/** The same effect again and again within one instant is a service that calls back for ever; no real one needs so many rounds. */
const ROUNDS_MAX = 100

export function createTime({ clock, muster, servicesSettled, signal }: TimeParts) {
  const settle = async (stop: AbortSignal) => {
    let carriedOut = 0
    let stillFailing = 0
    for (let round = 0; round < ROUNDS_MAX && !stop.aborted; round++) {
      await muster.slackSettled()
      await muster.lookAtBackups()
      const before = await muster.engine.settle(stop)
      await servicesSettled()
      await muster.pollPagerDuty()
      await muster.lookAtReach()
      await muster.probes.look()
      await muster.slackReach?.look()
      const after = await muster.engine.settle(stop)
      carriedOut += before.carriedOut + after.carriedOut
      stillFailing = after.stillFailing || before.stillFailing
      // Nothing followed from what the services said after the work was done: it is quiet.
      if (after.carriedOut === 0) break
    }
    return { carriedOut, stillFailing }
  }

  /**
   * Steady probes are looked at once, so that what has been broken before the move is noticed, and from then on wherever time stops: each of their looks would be a
   * stop of its own.
   */
  const nextMs = async (firstLooks: readonly number[]): Promise<number | undefined> => {
    const first = firstLooks.find((atMs) => atMs > clock.now())
    const known = [await muster.engine.nextDue(clock.now()), muster.probes.nextMs(), muster.slackReach?.nextMs(), first]
    const moments = known.filter((one) => one !== undefined)
    return moments.length === 0 ? undefined : Math.min(...moments)
  }

  return {
    /** Moves on by `ms`, at most one move at a time. */
    async advance(ms: number): Promise<Advanced> {
      const stop = signal()
      const untilMs = clock.now() + ms
      let carriedOut = 0
      let stillFailing = 0
      const work = async () => {
        const done = await settle(stop)
        carriedOut += done.carriedOut
        stillFailing = done.stillFailing
      }
      await work()
      const firstLooks = [...muster.probes.dueMs(), ...(muster.slackReach ? [muster.slackReach.dueMs()] : [])].toSorted(
        (a, b) => a - b,
      )
      while (!stop.aborted) {
        const dueMs = await nextMs(firstLooks)
        if (dueMs === undefined || dueMs > untilMs) break
        clock.moveTo(dueMs)
        await work()
      }
      if (!stop.aborted) {
        clock.moveTo(untilMs)
        await work()
      }
      return { now: new Date(clock.now()).toISOString(), carriedOut, stillFailing }
    },
  }
}

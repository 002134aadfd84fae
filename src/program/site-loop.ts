/**
 * Keeps the status page's files up to date where no incident says that something changed: at the start, when a UTC day begins, when maintenance
 * begins or ends, when the plans change; and every few minutes whatever happens, for figures that grow while an incident is open, for an incident
 * that asks for nothing because its plan names no status page, and for files that somebody else has changed. It never throws; what fails is
 * logged and tried again, ever more seldom.
 */
import type { Published } from '../adapters/site/publish-site.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'

export interface SiteLoopParts {
  publish(): Promise<Published>
  /** When the site changes by itself the next time, epoch milliseconds. */
  nextTurn(): Promise<number>
  clock: Clock
  logger: Pick<Logger, 'warn'>
}

export interface SiteLoop {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** Publishes now rather than at its time. */
  poke(): void
}

/** Between two publications, milliseconds; where nothing has changed nothing is written. */
const LONGEST_SLEEP_MS = 10 * 60_000
/** Pauses after failures, milliseconds: doubled from the first to the longest. */
const FIRST_PAUSE_MS = 10_000
const LONGEST_PAUSE_MS = 10 * 60_000

export function createSiteLoop({ publish, nextTurn, clock, logger }: SiteLoopParts): SiteLoop {
  let poked = new AbortController()

  /** When to publish again. */
  const turn = async (failures: number): Promise<{ failures: number; untilMs: number }> => {
    try {
      const { difference } = await publish()
      if (difference !== undefined) logger.warn({ difference }, 'the published status page is not as it should be')
      return { failures: 0, untilMs: Math.min(await nextTurn(), clock.now() + LONGEST_SLEEP_MS) }
    } catch (error) {
      logger.warn({ err: error }, 'the status page could not be published; it is tried again')
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
      return { failures: failures + 1, untilMs: clock.now() + pauseMs }
    }
  }

  return {
    async run(signal) {
      let failures = 0
      while (!signal.aborted) {
        // Taken before, so that a poke while publishing is not lost.
        const { signal: poke } = poked
        const next = await turn(failures)
        failures = next.failures
        await clock.sleepUntil(next.untilMs, AbortSignal.any([signal, poke]))
      }
    },
    poke() {
      const before = poked
      poked = new AbortController()
      before.abort()
    },
  }
}

/**
 * Once a day, erases what people wrote in incidents and drills that ended longer ago than their plan says; the plan as it is in force now. Each time a fact in the
 * journal says so. Several replicas may do it at once. It never throws: what fails is logged and done the next day.
 */
import type { Clock } from '../engine/clock.ts'
import type { Random } from '../engine/journal.ts'
import type { Logger } from '../engine/logger.ts'
import type { Storage } from '../engine/storage.ts'
import { eraseFor } from '../evidence/erase.ts'
import { SYSTEM } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'

const DAY_MS = 86_400_000
/** UTC, when most people sleep and no backup is expected on the hour. */
const HOUR_MS = 3.5 * 3_600_000
const PREFIX = 'DR-'
const STREAMS_PER_PAGE = 500

export interface RetentionParts {
  storage: Storage
  plans(): Promise<Record<string, Plan>>
  random: Random
  clock: Clock
  logger: Pick<Logger, 'warn' | 'info'>
}

export interface Retention {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** As each day; how many texts were erased. Never throws. */
  look(): Promise<number>
}

export function createRetention({ storage, plans, random, clock, logger }: RetentionParts): Retention {
  /** Nothing is written to an ended incident but by those who reopen it, which gives it another end. */
  const done = new Map<string, number>()

  const eraseOld = async (stream: string, seq: number, inForce: Record<string, Plan>): Promise<number> => {
    if (done.get(stream) === seq) return 0
    const [first] = (await storage.rows(stream, 0, 1))?.rows ?? []
    const [last] = (await storage.rows(stream, seq - 1, 1))?.rows ?? []
    if (!first || !last) return 0
    const { planId = '', mode } = JSON.parse(first.data) as { planId?: string; mode?: 'real' | 'drill' }
    const { retention } = inForce[planId] ?? {}
    const keptMs = mode === 'drill' ? retention?.drills : retention?.incidents
    if (keptMs === undefined || last.atMs + keptMs > clock.now()) return 0
    const erased = await eraseFor({ stream }, { storage, random, atMs: clock.now(), by: SYSTEM, why: 'retention' })
    done.set(stream, seq)
    if (erased) logger.info({ stream, texts: erased.texts }, 'texts were erased because the plan keeps them no longer')
    return erased?.texts ?? 0
  }

  const look = async (): Promise<number> => {
    let erased = 0
    try {
      const inForce = await plans()
      // A plan that was stored by an older version says nothing of it.
      if (Object.values(inForce).every(({ retention = {} }) => Object.keys(retention).length === 0)) return 0
      for (let after: string | undefined; ; ) {
        const page = await storage.streams({
          ...{ prefix: PREFIX, open: false, limit: STREAMS_PER_PAGE },
          ...(after !== undefined && { after }),
        })
        for (const { stream, head } of page) erased += await eraseOld(stream, head.seq, inForce)
        after = page.at(-1)?.stream
        if (page.length < STREAMS_PER_PAGE) return erased
      }
    } catch (err) {
      logger.warn({ err }, 'old texts could not be erased; it is done tomorrow')
      return erased
    }
  }

  return {
    look,
    async run(signal) {
      while (!signal.aborted) {
        const today = Math.floor(clock.now() / DAY_MS) * DAY_MS + HOUR_MS
        await clock.sleepUntil(today > clock.now() ? today : today + DAY_MS, signal)
        if (!signal.aborted) await look()
      }
    },
  }
}

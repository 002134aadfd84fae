/**
 * Looks at the backups of the plans in force every few minutes and puts what it saw to their watches, which journal what has changed. Promises never to look at
 * one plan twice at the same time, never to throw, and not to take a store that stumbles for one that is away.
 *
 * A stepping clock drives it by `look`, the wall clock by `run`; both may do so at once.
 */
import type { Services } from '../../commands/services.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import { SYSTEM } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import type { SeenSet } from '../readiness/backups/seen.ts'
import type { LookAtBackups } from './look-at-backups.ts'
import type { Watch } from './watch.ts'

export interface BackupWatchParts {
  plans: Services['plans']
  report: Watch['report']
  lookAtBackups: LookAtBackups
  clock: Clock
  logger: Pick<Logger, 'warn'>
}

export interface BackupWatch {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** Everything, if it is due; resolves when it has been looked at and reported. */
  look(): Promise<void>
}

export const LOOK_EVERY_MS = 5 * 60_000
/** A store that does not answer for so long is said not to; until then what it said last holds. */
const PATIENCE_MS = 15 * 60_000

interface Known {
  seen: SeenSet | undefined
  /** Since when it has not answered, epoch ms. */
  awaySinceMs: number | undefined
}

export function createBackupWatch({ plans, report, lookAtBackups, clock, logger }: BackupWatchParts): BackupWatch {
  const known = new Map<string, Known>()
  /** Plans that have no backups, and have been reported so. */
  const without = new Set<string>()
  let lastMs = Number.NEGATIVE_INFINITY
  let inHand: Promise<void> | undefined

  /** What is to be reported of a set; undefined: nothing is known of it yet. */
  const steady = (plan: string, seen: SeenSet, nowMs: number): SeenSet | undefined => {
    const key = `${plan}/${seen.set}`
    if (seen.unread === undefined) {
      known.set(key, { seen, awaySinceMs: undefined })
      return seen
    }
    const before = known.get(key)
    const awaySinceMs = before?.awaySinceMs ?? nowMs
    known.set(key, { seen: before?.seen, awaySinceMs })
    return nowMs - awaySinceMs >= PATIENCE_MS ? seen : before?.seen
  }

  const lookAt = async (plan: Plan): Promise<void> => {
    const looked = await lookAtBackups(plan)
    if (!looked.ok) return
    const atMs = clock.now()
    const seen = looked.seen.map((one) => steady(plan.id, one, atMs)).filter((one) => one !== undefined)
    await report(plan.id, { type: 'report-backups', atMs, by: SYSTEM, seen })
    if (Object.keys(plan.backups).length === 0) without.add(plan.id)
    else without.delete(plan.id)
  }

  const lookAtAll = async (): Promise<void> => {
    try {
      for (const plan of Object.values(await plans())) {
        // That it has none any more is told once.
        if (Object.keys(plan.backups).length === 0 && without.has(plan.id)) continue
        await lookAt(plan).catch((err) => logger.warn({ err, plan: plan.id }, 'the backups could not be reported'))
      }
    } catch (err) {
      logger.warn({ err }, 'the plans could not be read for their backups; they are looked at later')
    }
  }

  const look = (): Promise<void> => {
    if (inHand) return inHand
    if (clock.now() - lastMs < LOOK_EVERY_MS) return Promise.resolve()
    lastMs = clock.now()
    inHand = lookAtAll().finally(() => {
      inHand = undefined
    })
    return inHand
  }

  return {
    look,
    async run(signal) {
      while (!signal.aborted) {
        await look()
        await clock.sleepUntil(lastMs + LOOK_EVERY_MS, signal)
      }
      await inHand
    },
  }
}

/**
 * Keeps a copy of the journal in the bucket of the settings, a second behind. Real time, whatever the plans' clock says: it is about what a lost disk would take
 * along. Nothing waits for it, and it never throws: what fails is logged once and tried again each second.
 */

import { createObjectStore } from '../adapters/s3/object-store.ts'
import type { Clock } from '../engine/clock.ts'
import type { CopyProgress } from '../engine/copy-progress.ts'
import type { Random } from '../engine/journal.ts'
import type { Logger } from '../engine/logger.ts'
import type { Storage } from '../engine/storage.ts'
import { createJournalCopy } from '../evidence/copy/copy-journal.ts'
import { bucketNameOf } from '../evidence/copy/format.ts'
import type { Settings } from './settings.ts'

export interface Copying {
  start(): void
  /** As each second by itself; nothing without a bucket. Never throws. */
  look(): Promise<void>
  /** How long ago everything was known to lie off-site, seconds; absent: that is not set up. Rejects when the database does not answer. */
  lagSeconds?: () => Promise<number | undefined>
  /** Again: fine. */
  stop(): Promise<void>
}

interface Parts {
  settings: Pick<Settings, 's3' | 'copiesJournal'>
  storage: Pick<Storage, 'rows'>
  progress: CopyProgress
  random: Random
  logger: Pick<Logger, 'warn' | 'info'>
  /** Of real time. */
  clock: Clock
}

const EVERY_MS = 1_000
const NOT_SET_UP: Copying = {
  start: () => {},
  look: async () => {},
  stop: async () => {},
}

export function createCopying({ settings, storage, progress, random, logger, clock }: Parts): Copying {
  const { s3, copiesJournal = true } = settings
  if (s3 === undefined || !copiesJournal) return NOT_SET_UP
  const store = createObjectStore(s3)
  const bucketName = bucketNameOf(s3)
  const copy = createJournalCopy({
    ...{ storage, progress, bucketName, holder: random(8), nowMs: () => clock.now() },
    bucket: store,
  })
  let failing = false
  const lookNow = async () => {
    try {
      await copy.look()
      if (failing) logger.info({}, 'the journal is copied off-site again')
      failing = false
    } catch (err) {
      if (!failing) logger.warn({ err }, 'the journal could not be copied off-site; it is tried each second')
      failing = true
    }
  }
  let looking: Promise<void> = Promise.resolve()
  const look = () => {
    looking = looking.then(lookNow)
    return looking
  }
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const run = async () => {
    while (!stopping.signal.aborted) {
      await look()
      await clock.sleepUntil(clock.now() + EVERY_MS, stopping.signal)
    }
  }
  let stopped: Promise<void> | undefined
  const stop = async () => {
    stopping.abort()
    await running
    // What was committed last goes out as well, and the next replica need not wait for the claim to end.
    if (running) await look()
    await copy.letGo().catch(() => {})
    store.close()
  }

  return {
    start() {
      running ??= run()
    },
    look,
    lagSeconds: () => progress.lagSeconds(bucketName),
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

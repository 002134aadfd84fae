/**
 * Writes the heads of all streams to the bucket each minute when anything has changed, and once a day signed, which the auditor gets by mail. Several replicas may
 * do it at once: each object is written by the first. Nothing waits for it, and it never throws: what fails is logged once and tried again the next minute.
 */
import type { PutOnce } from '../adapters/s3/put-once.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import type { Storage } from '../engine/storage.ts'
import { anchorText, dayKey, dayOf, digestOfHeads, headsOf, minuteKey } from '../evidence/anchors.ts'
import type { Head } from '../evidence/format.ts'
import type { Signer } from '../evidence/signing.ts'
import type { Settings } from './settings.ts'

const EVERY_MS = 60_000
const DAY_MS = 86_400_000
const TYPE = 'application/json'

export interface AnchorParts {
  storage: Pick<Storage, 'streams'>
  bucket: {
    putOnce(
      key: string,
      text: string,
      contentType: string,
      options?: { lock?: { mode: 'COMPLIANCE' | 'GOVERNANCE'; untilMs: number } },
    ): Promise<PutOnce>
  }
  signer: Signer | undefined
  lock: NonNullable<Settings['anchors']>['lock']
  /** Sends the anchor of a day to the auditor; absent: there is none. Rejects with one sentence. */
  mail: ((anchor: { day: string; text: string; key: string }) => Promise<void>) | undefined
  clock: Clock
  logger: Pick<Logger, 'warn' | 'info'>
}

export interface Anchors {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** One look, as each minute. Never throws. */
  look(): Promise<void>
  /** When all heads were last known to be in the bucket, epoch ms; undefined: not since the start. */
  lastMs(): number | undefined
}

export function createAnchors({ storage, bucket, signer, lock, mail, clock, logger }: AnchorParts): Anchors {
  let written: string | undefined
  let signedDay: string | undefined
  let lastMs: number | undefined
  /** What the auditor has not got yet. */
  let unsent: { day: string; text: string; key: string }[] = []
  let failing = false
  let unlocked = false

  const writeHeads = async (heads: readonly Head[], atMs: number) => {
    const digest = digestOfHeads(heads)
    if (heads.length > 0 && digest !== written) {
      const { exists } = await bucket.putOnce(minuteKey(atMs), anchorText(heads, atMs), TYPE)
      // Another replica was first, perhaps with an older state: ours goes out the next minute.
      if (exists) return
    }
    written = digest
    lastMs = atMs
  }

  const writeDay = async (heads: readonly Head[], atMs: number) => {
    const day = dayOf(atMs)
    if (signer === undefined || heads.length === 0 || day === signedDay) return
    const text = anchorText(heads, atMs, signer)
    const key = dayKey(atMs)
    const locked = lock && { lock: { mode: lock.mode, untilMs: atMs + lock.days * DAY_MS } }
    const ended = await bucket.putOnce(key, text, TYPE, locked)
    signedDay = day
    if (!ended.written) return
    if (lock && !ended.locked && !unlocked) {
      logger.warn(
        {},
        'the bucket has no object lock: anchors lie there unguarded. Make one with object lock, or unset MUSTER_ANCHOR_LOCK',
      )
      unlocked = true
    }
    if (mail) unsent.push({ day, text, key })
  }

  const sendUnsent = async () => {
    for (const anchor of [...unsent]) {
      await mail?.(anchor)
      unsent = unsent.filter((one) => one !== anchor)
    }
  }

  const lookNow = async () => {
    const atMs = clock.now()
    try {
      const heads = await headsOf(storage)
      await writeHeads(heads, atMs)
      await writeDay(heads, atMs)
      await sendUnsent()
      if (failing) logger.info({}, 'the heads of the journal are kept off-site again')
      failing = false
    } catch (error) {
      if (!failing)
        logger.warn({ err: error }, 'the heads of the journal could not be kept off-site; it is tried each minute')
      failing = true
    }
  }
  let looking: Promise<void> = Promise.resolve()
  const look = () => {
    looking = looking.then(lookNow)
    return looking
  }

  return {
    look,
    lastMs: () => lastMs,
    async run(signal) {
      while (!signal.aborted) {
        await look()
        await clock.sleepUntil((Math.floor(clock.now() / EVERY_MS) + 1) * EVERY_MS, signal)
      }
    },
  }
}

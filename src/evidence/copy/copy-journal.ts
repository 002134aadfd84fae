/**
 * Copies off-site what the journal has got since the last look. It promises that rows lie there only after their texts do, that doing it again changes
 * nothing, bounded memory, and that texts which were erased are written over at the next look. One replica does it at a time, but two would do no harm.
 */
import type { Claim, CopyProgress } from '../../engine/copy-progress.ts'
import type { Storage } from '../../engine/storage.ts'
import { digestOf } from '../../plan/digest.ts'
import { jsonFile } from '../format.ts'
import { createStreamCopy } from './copy-stream.ts'
import { aboutKey, COPY_FORMAT, inForceKey, planKey, subscribersKey } from './format.ts'

/** What copying wants of a bucket. */
interface CopyBucket {
  list(prefix: string, options: { max: number; signal?: AbortSignal }): Promise<{ key: string }[]>
  put(key: string, text: string, contentType: string, options: { signal: AbortSignal }): Promise<void>
  remove(key: string): Promise<void>
}

export interface CopyParts {
  storage: Pick<Storage, 'rows'>
  progress: CopyProgress
  bucket: CopyBucket
  /** What the bucket is called in the database, so that another one begins anew. */
  bucketName: string
  /** Names this replica. */
  holder: string
  nowMs: () => number
}

export interface JournalCopy {
  /** Copies what there is; false: another replica does it. Rejects when something could not be copied; the next look goes on there. */
  look(): Promise<boolean>
  /** Lets another replica go on at once. */
  letGo(): Promise<void>
}

const STREAMS_PER_TURN = 100
const AT_ONCE = 8
/** A put that takes longer is given up well before the claim is over, so that no late one meets another replica's. */
const PUT_MAX_MS = 10_000
const CLAIM_MS = 30_000
const JSON_TYPE = 'application/json'

export function createJournalCopy({ storage, progress, bucket, bucketName, holder, nowMs }: CopyParts): JournalCopy {
  let claimed: Claim | undefined
  /** What was last put beside the streams, as digests. */
  let beside: { copy: string; inForce?: string; subscribers?: string } | undefined

  const put = (key: string, text: string, type: string) =>
    bucket.put(key, text, type, { signal: AbortSignal.timeout(PUT_MAX_MS) })

  const copyStream = createStreamCopy({ storage, progress, bucket, put })

  const copyPlans = async (copy: string) => {
    for (;;) {
      const plans = await progress.plans(copy)
      for (const { digest, version, content } of plans) {
        // Not in the order of its keys: people are shown as they were written.
        await put(planKey(copy, digest), JSON.stringify(content), JSON_TYPE)
        await progress.notePlan(copy, digest, version)
      }
      if (plans.length === 0) return
    }
  }

  const copyBeside = async (copy: string) => {
    const [inForce, subscribers] = [await progress.currentPlans(), await progress.subscribers()]
    const known = beside?.copy === copy ? beside : undefined
    const now = { copy, inForce: digestOf(inForce), subscribers: digestOf(subscribers) }
    if (known?.inForce !== now.inForce) await put(inForceKey(copy), jsonFile(inForce), JSON_TYPE)
    if (known?.subscribers !== now.subscribers) await put(subscribersKey(copy), jsonFile(subscribers), JSON_TYPE)
    beside = now
  }

  const claim = async () => {
    claimed = await progress.claim(bucketName, holder, CLAIM_MS)
    return claimed
  }

  return {
    async look() {
      const begun = await claim()
      if (!begun) return false
      const { copy } = begun
      // A stream needs its plan: plans go first.
      await copyPlans(copy)
      for (;;) {
        const waiting = await progress.streams(copy, STREAMS_PER_TURN)
        if (waiting.length === 0) break
        await eachOf(waiting, AT_ONCE, (one) => copyStream(copy, one))
        if (!(await claim())) return false
      }
      await copyBeside(copy)
      if (begun.isNew) {
        const about = { format: COPY_FORMAT, copy, since: new Date(nowMs()).toISOString() }
        await put(aboutKey(copy), jsonFile(about), JSON_TYPE)
      }
      await progress.complete(begun)
      return true
    },
    async letGo() {
      if (claimed) await progress.letGo(claimed.copy, holder)
      claimed = undefined
    },
  }
}

/** All of them, so many at a time; the first error afterwards, so that one that fails does not hold up the rest. */
async function eachOf<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const failures: unknown[] = []
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      await work(one).catch((error) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  if (failures.length > 0) throw failures[0]
}

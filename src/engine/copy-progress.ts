/**
 * What is to be copied off-site, and how far that has come, where all replicas see it. One replica copies at a time, for as long as its claim lasts; the
 * rest find it expired when that one is gone.
 */
import type pg from 'pg'
import type { Plan } from '../plan/schema.ts'
import {
  BEGIN_COPY,
  CLAIM,
  COMPLETE,
  CONFIRMED_SUBSCRIBERS,
  CURRENT_DIGESTS,
  LAG,
  LET_GO,
  NOTE_PLAN,
  NOTE_STREAM,
  ORIGIN,
  PLANS_TO_COPY,
  STREAMS_TO_COPY,
} from './sql/copy-sql.ts'

/** How far one stream has been copied. */
export interface CopiedStream {
  stream: string
  seq: number
  /** Of the texts that lie off-site. */
  erasures: number
  /** Small pieces since row `whole`. */
  pieces: number
  whole: number
}

/** A stream of which something is not off-site yet. */
export interface StreamToCopy extends CopiedStream {
  /** How often its texts have been erased by now. */
  erasuresNow: number
}

export interface Claim {
  /** Names what lies off-site. */
  copy: string
  /** It has not been complete yet. */
  isNew: boolean
  /** The database's time. */
  now: string
}

export interface CopiedSubscriber {
  id: string
  /** Empty: all plans. */
  plan: string
  address: string
  addressKey: string
  confirmedMs: number
}

export interface CopyProgress {
  /** For the one who copies; undefined: another replica does. Renews one's own. */
  claim(bucket: string, holder: string, forMs: number): Promise<Claim | undefined>
  letGo(copy: string, holder: string): Promise<void>
  /** All that was committed when the claim was given lies off-site. */
  complete(claim: Claim): Promise<void>
  /** How long ago everything was known to lie off-site, seconds. */
  lagSeconds(bucket: string): Promise<number | undefined>
  streams(copy: string, limit: number): Promise<StreamToCopy[]>
  noteStream(copy: string, copied: CopiedStream): Promise<void>
  plans(copy: string): Promise<{ digest: string; version: number; content: Plan }[]>
  notePlan(copy: string, digest: string, version: number): Promise<void>
  /** Plans in force, by plan id. */
  currentPlans(): Promise<Record<string, string>>
  subscribers(): Promise<CopiedSubscriber[]>
}

/** @param pool may be the storage's; each call is one statement. */
export function createCopyProgress(pool: pg.Pool): CopyProgress {
  const origin = async (): Promise<string> => {
    try {
      return (await pool.query<{ origin: string }>(ORIGIN)).rows[0]!.origin
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error
      return (await pool.query<{ name: string }>('SELECT current_database() AS name')).rows[0]!.name
    }
  }
  const placeOf = async (bucket: string) => `${bucket} ${await origin()}`

  return {
    async claim(bucket, holder, forMs) {
      const place = await placeOf(bucket)
      const claim = async () => (await pool.query(CLAIM, [place, holder, forMs / 1_000])).rows[0]
      const first = await claim()
      if (first) return { copy: first.id, isNew: first.isNew, now: first.now }
      const { rowCount } = await pool.query(BEGIN_COPY, [place])
      const begun = rowCount === 1 ? await claim() : undefined
      return begun && { copy: begun.id, isNew: begun.isNew, now: begun.now }
    },
    async letGo(copy, holder) {
      await pool.query(LET_GO, [copy, holder])
    },
    async complete({ copy, now }) {
      await pool.query(COMPLETE, [copy, now])
    },
    async lagSeconds(bucket) {
      const { rows } = await pool.query<{ seconds: number }>(LAG, [await placeOf(bucket)])
      return rows[0]?.seconds
    },
    async streams(copy, limit) {
      return (await pool.query<StreamToCopy>(STREAMS_TO_COPY, [copy, limit])).rows
    },
    async noteStream(copy, { stream, seq, erasures, pieces, whole }) {
      await pool.query(NOTE_STREAM, [copy, stream, seq, erasures, pieces, whole])
    },
    async plans(copy) {
      return (await pool.query(PLANS_TO_COPY, [copy])).rows
    },
    async notePlan(copy, digest, version) {
      await pool.query(NOTE_PLAN, [copy, digest, version])
    },
    async currentPlans() {
      const { rows } = await pool.query<{ id: string; digest: string }>(CURRENT_DIGESTS)
      return Object.fromEntries(rows.map(({ id, digest }) => [id, digest]))
    },
    async subscribers() {
      return (await pool.query<CopiedSubscriber>(CONFIRMED_SUBSCRIBERS)).rows
    },
  }
}

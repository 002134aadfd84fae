/**
 * Writes a journal back into a database that holds none. It promises all of it or nothing. Nothing else of the engine is needed for open incidents to go on: what was
 * in hand when the old database was lost is found by its deadline.
 */
import pg from 'pg'
import type { AnyEvent } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { CopiedSubscriber } from './copy-progress.ts'
import { encodeEvent, GENESIS, type Random } from './journal.ts'
import { migrate } from './migrate.ts'
import { SAVE_PLAN, SET_CURRENT_PLAN } from './sql/plan-sql.ts'
import { COUNT_STREAMS, END_STREAM, INSERT_ROWS, INSERT_SUBSCRIBERS, LOCK_JOURNAL } from './sql/restore-sql.ts'
import { CREATE_STREAM, TAKE_STREAM } from './sql/stream-sql.ts'
import type { Stands } from './standing.ts'
import type { JournalRow, PrivateText } from './storage.ts'

/** What is written: of each stream its beginning, its rows in order, its end. */
export interface Restoring {
  plans(plans: ReadonlyMap<string, Plan>, inForce: Readonly<Record<string, string>>): Promise<void>
  beginStream(stream: string): Promise<void>
  rows(rows: readonly JournalRow[], texts: readonly PrivateText[]): Promise<void>
  endStream(end: { stream: string; seq: number; hash: string }, stands: Stands): Promise<void>
  /** Appends a fact to a stream that has been ended, or to a new one. */
  append(stream: string, event: AnyEvent, random: Random): Promise<void>
  subscribers(subscribers: readonly CopiedSubscriber[]): Promise<void>
}

/** @throws Error in one sentence when the database holds a journal. What `work` rejects with leaves the database without one. */
export async function restoreJournal<T>(connectionString: string, work: (into: Restoring) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, keepAlive: true, application_name: 'muster restore' })
  // What breaks shows in the statement under way.
  client.on('error', () => {})
  await client.connect()
  try {
    await migrate(client)
    await client.query('BEGIN')
    await client.query(LOCK_JOURNAL)
    await refuseJournal(client)
    const answer = await work(createRestoring(client))
    await client.query('COMMIT')
    return answer
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

async function refuseJournal(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ streams: number }>(COUNT_STREAMS)
  const streams = rows[0]?.streams ?? 0
  if (streams === 0) return
  const many = `${streams} ${streams === 1 ? 'stream' : 'streams'}`
  throw new Error(
    `This database holds a journal already, of ${many}: make an empty one (createdb) and name it with --into.`,
  )
}

function createRestoring(client: pg.ClientBase): Restoring {
  const insert = (rows: readonly JournalRow[], texts: readonly PrivateText[]) =>
    client.query(INSERT_ROWS, [JSON.stringify(rows), JSON.stringify(texts)])
  return {
    async plans(plans, inForce) {
      for (const [digest, plan] of plans) await client.query(SAVE_PLAN, [digest, JSON.stringify(plan)])
      for (const [id, digest] of Object.entries(inForce)) {
        if (plans.has(digest)) await client.query(SET_CURRENT_PLAN, [id, digest])
      }
    },
    async beginStream(stream) {
      await client.query(CREATE_STREAM, [stream, GENESIS])
    },
    async rows(rows, texts) {
      await insert(rows, texts)
    },
    async endStream({ stream, seq, hash }, { dueMs, open }) {
      await client.query(END_STREAM, [stream, seq, hash, dueMs, open])
    },
    async append(stream, event, random) {
      await client.query(CREATE_STREAM, [stream, GENESIS])
      const { seq, hash, due_ms, open } = (await client.query(TAKE_STREAM, [stream])).rows[0]
      const { row, texts } = encodeEvent(stream, { seq, hash }, event, random)
      await insert([row], texts)
      await client.query(END_STREAM, [stream, row.seq, row.hash, due_ms, open])
    },
    async subscribers(subscribers) {
      await client.query(INSERT_SUBSCRIBERS, [JSON.stringify(subscribers)])
    },
  }
}

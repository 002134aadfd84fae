/** The storage port on PostgreSQL 14 or newer. What a transaction that holds streams does is in postgres-stream.ts. */
import pg from 'pg'
import { ERASED } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import { DELIVERY_DAYS } from './delivery-ledger.ts'
import { withoutPerson } from './erased-person.ts'
import type { Logger } from './logger.ts'
import { migrate } from './migrate.ts'
import { readRows } from './postgres-rows.ts'
import type { PostgresSignals } from './postgres-signals.ts'
import { type Enqueue, inTransaction, withDue, withStream } from './postgres-stream.ts'
import { FORGET_OLD_DELIVERIES } from './sql/delivery-sql.ts'
import { EARLIEST_DUE, ERASE_TEXTS, LIST_STREAMS, LIST_STREAMS_DESCENDING } from './sql/journal-sql.ts'
import {
  CURRENT_PLANS,
  PLANS_WITH_PERSON,
  READ_PLAN,
  REPLACE_PLAN,
  RETIRE_CURRENT_PLAN,
  SAVE_PLAN,
  SET_CURRENT_PLAN,
} from './sql/plan-sql.ts'
import { FORGET_OLD, RECALL } from './sql/stream-sql.ts'
import type { Storage } from './storage.ts'

/** Limits of a connection, so that nothing waits for ever on a lock or a lost peer. Milliseconds; the order is GoAlert's. */
const LIMITS = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 30_000,
  lock_timeout: 8_000,
  idle_in_transaction_session_timeout: 30_000,
  // For a network that swallows everything: the server's own limits cannot be heard then.
  query_timeout: 35_000,
}

/** Requests are remembered for so long; no service repeats one after as much as a day. */
const REMEMBER_DAYS = 30

/** A connection pool with the engine's limits, and `connectionsMax` connections at most. */
export function createPool(connectionString: string, connectionsMax: number, logger: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: connectionsMax,
    keepAlive: true,
    application_name: 'muster',
    // Statements that need no answer before the next are sent together with it; see postgres-stream.ts.
    pipeline: true,
    ...LIMITS,
  })
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', (error) => {
    // While the pool ends, the server may be faster in closing a connection than we are.
    if (!pool.ending) logger.warn({ err: error }, 'an idle database connection broke')
  })
  // A connection that is new may break before whoever has asked for it gets to listen: the pool has stopped to by then.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** @param pool ends with the storage's `stop`; after that the storage cannot be started again. */
export function createPostgresStorage(options: {
  connectionString: string
  pool: pg.Pool
  signals: PostgresSignals
  enqueue: Enqueue
}): Storage {
  const { connectionString, pool, signals, enqueue } = options
  let stopped = false
  /** By digest. Nobody is erased from a plan while it is in force, and what is no longer in force is forgotten. */
  let inForce: ReadonlyMap<string, Plan> = new Map()

  return {
    async start() {
      // A connection of its own, without the pool's limits: the other replica's migration may take its time.
      const client = new pg.Client({ connectionString, application_name: 'muster migrations' })
      // What breaks shows in the statement under way.
      client.on('error', () => {})
      await client.connect()
      try {
        await migrate(client)
        await client.query(FORGET_OLD, [REMEMBER_DAYS])
        await client.query(FORGET_OLD_DELIVERIES, [DELIVERY_DAYS])
      } finally {
        await client.end()
      }
      await signals.start()
    },
    async stop() {
      if (stopped) return
      stopped = true
      await signals.stop()
      await pool.end()
    },
    withStream: (stream, work) => withStream(pool, enqueue, stream, work),
    withDue: (nowMs, limit, work, except = []) => withDue(pool, enqueue, { nowMs, limit, except }, work),
    rows: (stream, afterSeq, limit) => readRows(pool, stream, afterSeq, limit),
    async streams({ prefix, open, after, limit, descending = false } = {}) {
      const statement = descending ? LIST_STREAMS_DESCENDING : LIST_STREAMS
      const { rows } = await pool.query(statement, [prefix ?? null, open ?? null, after ?? null, limit ?? null])
      return rows.map(({ stream, seq, hash, erasures, open, due_ms }) => {
        return { stream, head: { seq, hash, erasures }, open, dueMs: due_ms }
      })
    },
    async earliestDue(afterMs, except = []) {
      const { rows } = await pool.query<{ due_ms: number | null }>(EARLIEST_DUE, [afterMs ?? null, except])
      return rows[0]?.due_ms ?? null
    },
    async recalled(key) {
      const { rows } = await pool.query<{ stream: string; seq: number }>(RECALL, [key])
      return rows[0]
    },
    async plan(digest) {
      const { rows } = await pool.query<{ content: Plan }>(READ_PLAN, [digest])
      return rows[0]?.content
    },
    async currentPlans() {
      const known = inForce
      const { rows } = await pool.query<{ id: string; digest: string; content: Plan | null }>(CURRENT_PLANS, [
        [...known.keys()],
      ])
      const found = rows.map(({ id, digest, content }) => ({ id, digest, plan: content ?? known.get(digest)! }))
      inForce = new Map(found.map(({ digest, plan }) => [digest, plan]))
      return Object.fromEntries(found.map(({ id, digest, plan }) => [id, { digest, plan }]))
    },
    setCurrentPlan: (id, digest, plan) =>
      inTransaction(pool, async (client) => {
        await client.query(SAVE_PLAN, [digest, JSON.stringify(plan)])
        await client.query(SET_CURRENT_PLAN, [id, digest])
      }),
    async retireCurrentPlan(id) {
      await pool.query(RETIRE_CURRENT_PLAN, [id])
    },
    async eraseTexts({ stream, subject }) {
      if (stream === undefined && subject === undefined) return 0
      const { rows } = await pool.query<{ erased: number }>(ERASE_TEXTS, [stream ?? null, subject ?? null])
      return rows[0]?.erased ?? 0
    },
    eraseFromPlans: (person, except) =>
      inTransaction(pool, async (client) => {
        inForce = new Map()
        const found = await client.query<{ digest: string; content: Plan }>(PLANS_WITH_PERSON, [person, except, ERASED])
        for (const { digest, content } of found.rows) {
          await client.query(REPLACE_PLAN, [digest, JSON.stringify(withoutPerson(content, person))])
        }
        return found.rows.length
      }),
    onWake: (listener) => signals.on('wake', listener),
  }
}

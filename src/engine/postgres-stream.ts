/**
 * A PostgreSQL transaction that holds streams: takes their rows, collects what is to be written, and writes it in one statement
 * before it commits. A stream row's lock is what keeps two writers apart.
 */
import type pg from 'pg'
import type { Plan } from '../plan/schema.ts'
import { allOf } from './all-of.ts'
import { collectWrites, isSooner } from './collected-writes.ts'
import { codeOf, DIVISION_BY_ZERO, UNIQUE_VIOLATION } from './database-errors.ts'
import { GENESIS } from './journal.ts'
import { readRows } from './postgres-rows.ts'
import { CHANNELS } from './postgres-signals.ts'
import { READ_PLAN, SAVE_PLAN } from './sql/plan-sql.ts'
import { CREATE_STREAM, REMEMBER, TAKE_DUE, TAKE_STREAM, WRITE } from './sql/stream-sql.ts'
import { type Job, StaleStream, type StreamTransaction } from './storage.ts'

/** Hands out jobs within the transaction that `client` is in. */
export type Enqueue = (client: pg.ClientBase, jobs: Job[]) => Promise<void>

interface StreamRow {
  stream: string
  seq: number
  hash: string
  erasures: number
  due_ms: number | null
  open: boolean
}

/** Thrown to roll back without an error: a new stream got no event, so it never came to be. */
const NOTHING = Symbol('nothing to write')

/** Commits, and the statement before it goes with it on one round trip: it has to fail by itself when it must not be committed. */
type CommitAfter = (last: Promise<unknown>) => Promise<void>

/** Runs `work` in a transaction on a connection of the pool; a connection that failed is thrown away. */
export const inTransaction = <T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> =>
  transact(
    pool,
    async () => {},
    async (client) => work(client),
  )

/**
 * The same in fewer round trips. `begin` is sent together with BEGIN, so it may change nothing: should BEGIN fail, it stands outside of any transaction. What `work`
 * has not committed by itself is committed after it.
 */
async function transact<First, T>(
  pool: pg.Pool,
  begin: (client: pg.ClientBase) => Promise<First>,
  work: (client: pg.ClientBase, first: First, commitAfter: CommitAfter) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // The statement under way fails by itself; without a listener, a connection that breaks between two would end the process.
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  let committed = false
  const commitAfter: CommitAfter = async (last) => {
    committed = true
    await allOf([last, client.query('COMMIT')])
  }
  try {
    const [, first] = await allOf([client.query('BEGIN'), begin(client)])
    const answer = await work(client, first, commitAfter)
    if (!committed) await client.query('COMMIT')
    return answer
  } catch (error) {
    await client.query('ROLLBACK').catch(onError)
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

export async function withStream<T>(
  pool: pg.Pool,
  enqueue: Enqueue,
  stream: string,
  work: (tx: StreamTransaction) => Promise<T>,
): Promise<T> {
  let answer: { value: T } | undefined
  try {
    return await transact(
      pool,
      (client) => take(client, stream),
      async (client, found, commitAfter) => {
        const { row, isNew } = found ? { row: found, isNew: false } : await createStream(client, stream)
        const held = hold(client, row)
        answer = { value: await work(held.tx) }
        if (isNew && held.writes.rows.length === 0) throw NOTHING
        await write(client, enqueue, [held], commitAfter)
        return answer.value
      },
    )
  } catch (error) {
    if (error === NOTHING && answer) return answer.value
    throw error
  }
}

export async function withDue<T>(
  pool: pg.Pool,
  enqueue: Enqueue,
  due: { nowMs: number; limit: number; except: readonly string[] },
  work: (held: StreamTransaction[]) => Promise<T>,
): Promise<T | undefined> {
  const values = [due.nowMs, due.limit, due.except]
  return transact(
    pool,
    (client) => client.query<StreamRow>({ name: 'take-due', text: TAKE_DUE, values }),
    async (client, { rows }, commitAfter) => {
      if (rows.length === 0) return undefined
      const held = rows.map((row) => hold(client, row))
      const answer = await work(held.map(({ tx }) => tx))
      await write(client, enqueue, held, commitAfter)
      return answer
    },
  )
}

async function take(client: pg.ClientBase, stream: string): Promise<StreamRow | undefined> {
  const found = await client.query<StreamRow>({ name: 'take-stream', text: TAKE_STREAM, values: [stream] })
  return found.rows[0]
}

async function createStream(client: pg.ClientBase, stream: string): Promise<{ row: StreamRow; isNew: boolean }> {
  const created = await client.query(CREATE_STREAM, [stream, GENESIS])
  const row = await take(client, stream)
  if (!row) throw new StaleStream(`${stream} vanished while it was being created; try again`)
  return { row, isNew: created.rowCount === 1 }
}

function hold(client: pg.ClientBase, row: StreamRow) {
  const { stream, seq, hash, erasures } = row
  const head = { seq, hash, erasures }
  const { writes, append, setDue, handOut } = collectWrites(stream, head)
  const tx: StreamTransaction = {
    stream,
    head,
    append,
    setDue,
    handOut,
    async rows(afterSeq) {
      const found = await readRows(client, stream, afterSeq)
      return found ?? { rows: [], texts: [] }
    },
    async remember(key) {
      const { rowCount } = await client.query(REMEMBER, [key, stream, seq + 1])
      return rowCount === 1
    },
    async savePlan(digest, plan) {
      await client.query(SAVE_PLAN, [digest, JSON.stringify(plan)])
    },
    async plan(digest) {
      const { rows } = await client.query<{ content: Plan }>(READ_PLAN, [digest])
      return rows[0]?.content
    },
  }
  return { tx, row, writes }
}

type Held = ReturnType<typeof hold>

async function write(client: pg.ClientBase, enqueue: Enqueue, held: Held[], commitAfter: CommitAfter): Promise<void> {
  const changed = held.filter(({ writes }) => writes.rows.length > 0 || writes.due)
  const jobs = held.flatMap(({ writes }) => writes.jobs)
  const written = changed.length > 0 ? writeRows(client, changed) : Promise.resolve()
  // Jobs are a matter of another schema and may be refused before they get to the database: they are in it before anything is committed.
  if (jobs.length > 0) await allOf([written, enqueue(client, jobs)])
  await commitAfter(written)
}

async function writeRows(client: pg.ClientBase, changed: Held[]): Promise<void> {
  const streams = changed.map(({ row, writes }) => {
    const last = writes.rows.at(-1) ?? row
    const { dueMs, open } = writes.due ?? { dueMs: row.due_ms, open: row.open }
    return { stream: row.stream, oldSeq: row.seq, seq: last.seq, hash: last.hash, dueMs, open }
  })
  const sooner = changed.some(({ row, writes }) => writes.due && isSooner(writes.due.dueMs, row.due_ms))
  const parameters = [
    JSON.stringify(changed.flatMap(({ writes }) => writes.rows)),
    JSON.stringify(changed.flatMap(({ writes }) => writes.texts)),
    JSON.stringify(streams),
    sooner ? CHANNELS.wake : null,
  ]
  try {
    await client.query({ name: 'write', text: WRITE, values: parameters })
  } catch (cause) {
    if (codeOf(cause) === DIVISION_BY_ZERO)
      throw new StaleStream('a stream moved on while it was held; try again', { cause })
    if (codeOf(cause) !== UNIQUE_VIOLATION) throw cause
    throw new StaleStream('a row with this number is in the journal already; read the stream again', { cause })
  }
}

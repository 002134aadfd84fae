/** Writes whole streams into a database past the engine, as the engine would have written them. */
import type pg from 'pg'
import { EMPTY_HEAD, encodeEvent, hashRow } from '../src/engine/journal.ts'
import type { JournalRow, PrivateText } from '../src/engine/storage.ts'
import type { AnyEvent } from '../src/plan/core.ts'
import { countingRandom } from './story.ts'

export interface Written {
  stream: string
  events: readonly AnyEvent[]
  dueMs: number | null
  open: boolean
}

const STREAMS_AT_ONCE = 200

/** Writes whole streams past the engine, as it would have written them, and tells the engines of the database. */
export async function writeStreams(pool: pg.Pool, streams: Iterable<Written>): Promise<number> {
  let rows = 0
  let some: Written[] = []
  const flush = async () => {
    rows += await writeSome(pool, some)
    some = []
  }
  for (const one of streams) {
    some.push(one)
    if (some.length === STREAMS_AT_ONCE) await flush()
  }
  if (some.length > 0) await flush()
  await pool.query("SELECT pg_notify('muster_wake', '')")
  return rows
}

type Encoded = ReturnType<typeof encodeEvent>

const encoded = new WeakMap<readonly AnyEvent[], Encoded[]>()

/** Of events that are written many times all but the chain is worked out once. */
function encodedOnce(events: readonly AnyEvent[]): Encoded[] {
  const known = encoded.get(events)
  if (known) return known
  const random = countingRandom()
  const fresh = events.map((event, at) => encodeEvent('', { ...EMPTY_HEAD, seq: at }, event, random))
  encoded.set(events, fresh)
  return fresh
}

async function writeSome(pool: pg.Pool, streams: readonly Written[]): Promise<number> {
  const rows: JournalRow[] = []
  const texts: PrivateText[] = []
  const heads = streams.map(({ stream, events, dueMs, open }) => {
    let { seq, hash }: { seq: number; hash: string } = EMPTY_HEAD
    for (const { row, texts: own } of encodedOnce(events)) {
      hash = hashRow(hash, { ...row, stream })
      seq = row.seq
      rows.push({ ...row, stream, hash })
      for (const text of own) texts.push({ ...text, stream })
    }
    return { stream, seq, hash, due_ms: dueMs, open }
  })
  const client = await pool.connect()
  try {
    // What is written here is only there to be looked at.
    await client.query('BEGIN; SET LOCAL synchronous_commit = off')
    await client.query(INSERT_STREAMS, [JSON.stringify(heads)])
    await client.query(INSERT_ROWS, [JSON.stringify(rows)])
    await client.query(INSERT_TEXTS, [JSON.stringify(texts)])
    await client.query('COMMIT')
  } finally {
    client.release()
  }
  return rows.length
}

const INSERT_STREAMS = `
  INSERT INTO muster.stream (stream, seq, hash, due_ms, open)
  SELECT stream, seq, hash, due_ms, open
  FROM json_to_recordset($1::json) AS s (stream text, seq integer, hash text, due_ms bigint, open boolean)`
const INSERT_ROWS = `
  INSERT INTO muster.event (stream, seq, at_ms, type, data, hash)
  SELECT stream, seq, "atMs", type, data, hash
  FROM json_to_recordset($1::json) AS e (stream text, seq integer, "atMs" bigint, type text, data text, hash text)`
const INSERT_TEXTS = `
  INSERT INTO muster.private_text (stream, id, seq, subject, salt, content)
  SELECT stream, id, seq, subject, salt, text
  FROM json_to_recordset($1::json) AS t (stream text, id text, seq integer, subject text, salt text, text text)`

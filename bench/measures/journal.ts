/** The journal: appending and folding events against plain INSERT and plain SELECT of the same rows, and what verifying a million of them takes. */
import type pg from 'pg'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { EMPTY_HEAD, encodeEvent } from '../../src/engine/journal.ts'
import { createSnapshots } from '../../src/engine/snapshots.ts'
import type { Storage, StreamHead } from '../../src/engine/storage.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { coreOf } from '../../src/program/cores.ts'
import { type Benchmark, inTurn, type Pair, type World } from '../benchmark.ts'
import { type Written, writeStreams } from '../journals.ts'
import { complain } from '../loud-logger.ts'
import { peakWhile } from '../memory-peak.ts'
import { openPool } from '../pool.ts'
import { countingRandom, liveThrough, movedTo, type Story } from '../story.ts'

const sizes = ({ quick }: World) =>
  quick
    ? { transactions: 10, folded: 3, verified: 500, verifiedOnce: 1_000 }
    : { transactions: 400, folded: 200, verified: 50_000, verifiedOnce: 1_000_000 }

/** Events of one command, about. */
const AT_ONCE = 5
const ROWS_PER_PAGE = 500

export const journal: Benchmark = {
  name: 'journal',
  measures: 'the journal against plain tables with the same rows in the same database',
  figures: [
    {
      ...{ name: 'append', what: 'events encoded, chained and committed, 5 to a transaction', unit: 'per second' },
      ...{ baseline: 'plain INSERT of the same rows, 5 to a transaction', aim: { ratioMin: 0.5 } },
    },
    {
      ...{ name: 'fold', what: 'events read, decoded and folded to where the incident stands', unit: 'per second' },
      ...{ baseline: 'plain SELECT of the same rows', aim: { ratioMin: 0.5 } },
    },
    {
      ...{ name: 'verify', what: 'rows verified, of 50,000', unit: 'per second' },
      baseline: 'plain SELECT of the same rows, page by page',
    },
    {
      ...{
        name: 'verify-memory',
        what: 'memory that verifying 1,000,000 rows needs at its peak, without garbage; measured once',
        unit: 'MB',
      },
      ...{ baseline: 'what plain SELECT of them, page by page, needs', aim: { max: 100 } },
    },
  ],
  async prepare(world) {
    const { transactions, folded, verified, verifiedOnce } = sizes(world)
    const bench = await open(world)
    const { story, pool } = bench
    const foldedStreams = await fill(pool, story, 'folded', folded * story.events.length)
    await fill(pool, story, 'verified', verified)
    await fill(pool, story, 'many', verifiedOnce - verified)
    await pool.query('ANALYZE')
    return async (run) => {
      const append = await inTurn(
        run,
        () => bench.append(`DR-append-${run}`, transactions),
        () => bench.insert(`plain-${run}`, transactions),
      )
      const fold = await inTurn(
        run,
        () => bench.fold(foldedStreams),
        () => bench.select(foldedStreams),
      )
      const verify = await inTurn(
        run,
        () => bench.verify('DR-verified-'),
        () => bench.walk('DR-verified-'),
      )
      return { append, fold, verify, ...(run === 0 && { 'verify-memory': await bench.memory() }) }
    }
  },
}

/** Writes so many rows, in streams of one incident each. */
async function fill(pool: pg.Pool, { events }: Story, named: string, rows: number): Promise<string[]> {
  const count = Math.ceil(rows / events.length)
  const streams = Array.from({ length: count }, (_, n) => `DR-${named}-${n}`)
  const moved = movedTo(events, Date.UTC(2026, 1, 2))
  const written = function* (): Generator<Written> {
    for (const stream of streams) yield { stream, events: moved, dueMs: null, open: false }
  }
  await writeStreams(pool, written())
  return streams
}

const perSecond = async (work: () => Promise<number>): Promise<number> => {
  const beganMs = performance.now()
  const count = await work()
  return (count / (performance.now() - beganMs)) * 1_000
}

async function open(world: World) {
  const connectionString = await world.database()
  const pool = openPool(connectionString, 2, world.open)
  const { storage, stop } = createPostgresBacking({ connectionString, queues: {}, logger: complain })
  world.open.defer(stop)
  const story = await liveThrough({ minutes: 29, channel: true })
  await storage.setCurrentPlan(story.plan.id, story.digest, story.plan)
  await pool.query(PLAIN_TABLE)
  const verify = async (prefix: string) => {
    let rows = 0
    const onStream = (_: string, sound: number) => {
      rows += sound
    }
    const options = { prefix, onStream }
    for await (const { message } of verifyJournal(storage, options)) throw new Error(message)
    return rows
  }
  return {
    ...{ story, pool },
    append: (stream: string, transactions: number) => perSecond(() => append(storage, story, stream, transactions)),
    insert: (stream: string, transactions: number) => perSecond(() => insert(pool, story, stream, transactions)),
    fold: (streams: readonly string[]) =>
      perSecond(async () => {
        const snapshots = createSnapshots(storage, coreOf)
        let events = 0
        for (const stream of streams) events += (await snapshots.read(stream))?.head.seq ?? 0
        return events
      }),
    select: (streams: readonly string[]) =>
      perSecond(async () => {
        let rows = 0
        for (const stream of streams) rows += await select(pool, stream, 0, null)
        return rows
      }),
    verify: (prefix: string) => perSecond(() => verify(prefix)),
    walk: (prefix: string) => perSecond(() => walk(pool, prefix)),
    async memory(): Promise<Pair> {
      const baseline = await peakWhile(() => walk(pool, 'DR-'))
      return { baseline, ours: await peakWhile(() => verify('DR-')) }
    },
  }
}

/** The first events of the story again and again, at the end of one stream. */
async function append(storage: Storage, { events }: Story, stream: string, transactions: number): Promise<number> {
  const random = countingRandom()
  for (let n = 0; n < transactions; n++) {
    await storage.withStream(stream, async (tx) => {
      let head: Pick<StreamHead, 'seq' | 'hash'> = tx.head
      const encoded = events.slice(0, AT_ONCE).map((event) => {
        const one = encodeEvent(stream, head, event, random)
        head = one.row
        return one
      })
      tx.append(
        encoded.map(({ row }) => row),
        encoded.flatMap(({ texts }) => texts),
      )
    })
  }
  return transactions * AT_ONCE
}

const PLAIN_TABLE = `
  CREATE TABLE plain (
    stream text NOT NULL, seq integer NOT NULL, at_ms bigint NOT NULL, type text NOT NULL, data text NOT NULL, hash text NOT NULL,
    PRIMARY KEY (stream, seq)
  )`
const PLAIN_INSERT = `
  INSERT INTO plain (stream, seq, at_ms, type, data, hash)
  SELECT stream, seq, "atMs", type, data, hash
  FROM json_to_recordset($1::json) AS e (stream text, seq integer, "atMs" bigint, type text, data text, hash text)`

/** Rows that were encoded before: what is measured is what the database needs for them. */
async function insert(pool: pg.Pool, { events }: Story, stream: string, transactions: number): Promise<number> {
  const random = countingRandom()
  const rows = events.slice(0, AT_ONCE).map((event) => encodeEvent(stream, EMPTY_HEAD, event, random).row)
  const client = await pool.connect()
  try {
    for (let n = 0; n < transactions; n++) {
      await client.query('BEGIN')
      const numbered = JSON.stringify(rows.map((row, at) => ({ ...row, seq: n * AT_ONCE + at + 1 })))
      await client.query({ name: 'plain-insert', text: PLAIN_INSERT, values: [numbered] })
      await client.query('COMMIT')
    }
  } finally {
    client.release()
  }
  return transactions * AT_ONCE
}

const PLAIN_SELECT = `
  SELECT stream, seq, at_ms, type, data, hash FROM muster.event WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3`

async function select(pool: pg.Pool, stream: string, afterSeq: number, limit: number | null): Promise<number> {
  const values = [stream, afterSeq, limit]
  return (await pool.query({ name: 'plain-select', text: PLAIN_SELECT, values })).rows.length
}

async function walk(pool: pg.Pool, prefix: string): Promise<number> {
  const STREAMS = 'SELECT stream FROM muster.stream WHERE starts_with(stream, $1) ORDER BY stream COLLATE "C"'
  let rows = 0
  for (const { stream } of (await pool.query<{ stream: string }>(STREAMS, [prefix])).rows) {
    for (let found = ROWS_PER_PAGE, seq = 0; found === ROWS_PER_PAGE; seq += found) {
      found = await select(pool, stream, seq, ROWS_PER_PAGE)
      rows += found
    }
  }
  return rows
}

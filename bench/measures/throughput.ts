/** How many obligations are carried out in a second, against jobs of bare pg-boss that do nothing but the transactions. */
import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import { QUEUES } from '../../src/program/queues.ts'
import { type Benchmark, inTurn, type World } from '../benchmark.ts'
import { silence, waitingLadder, writeLadders } from '../ladders.ts'
import { openNullEngine } from '../null-engine.ts'
import { openPool } from '../pool.ts'

const sizes = ({ quick }: World) => (quick ? 20 : 500)
/** Streams that Muster ticks in one transaction. */
const IN_ONE_TRANSACTION = 100
const QUEUE = 'page-pagerduty'
const AT_ONCE = QUEUES[QUEUE].concurrency

export const throughput: Benchmark = {
  name: 'throughput',
  measures:
    'obligations carried out in a second, from the tick that attempts them to the journaled outcome, providers taking no time',
  figures: [
    {
      ...{
        name: 'obligations',
        what: '500 pages that are due, with providers that take no time',
        unit: 'per second',
      },
      baseline:
        'empty jobs of bare pg-boss: inserted 100 to a transaction, fetched 8 at a time, a transaction with one row written for each',
      aim: { ratioMin: 0.5 },
    },
  ],
  async prepare(world) {
    const [ours, bare] = [await openOurs(world), await openBare(world)]
    return async (run) => {
      const { ours: mine, baseline } = await inTurn(run, () => ours(run), bare)
      return { obligations: { ours: mine, baseline } }
    }
  },
}

const perSecond = (count: number, beganMs: number) => (count / (performance.now() - beganMs)) * 1_000

async function openOurs(world: World): Promise<(run: number) => Promise<number>> {
  const count = sizes(world)
  const story = await waitingLadder()
  const { engine, pool, finished } = await openNullEngine({ url: await world.database(), story, open: world.open })
  return async (run) => {
    const done = finished(count)
    const dueMs = Date.now()
    await writeLadders(pool, story, `run${run}`, count, () => dueMs)
    const beganMs = performance.now()
    await engine.start()
    await done
    const measured = perSecond(count, beganMs)
    await silence(pool, `run${run}`)
    await engine.stop()
    return measured
  }
}

async function openBare(world: World): Promise<() => Promise<number>> {
  const count = sizes(world)
  const connectionString = await world.database()
  const pool = openPool(connectionString, 10, world.open)
  const boss = new PgBoss({ connectionString, schema: 'bare_jobs', max: 4, schedule: false })
  await boss.start()
  world.open.defer(() => boss.stop({ graceful: false }))
  await boss.createQueue(QUEUE, { retryLimit: 0 })
  await pool.query('CREATE TABLE done (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())')

  const inTransaction = async (work: (client: pg.ClientBase) => Promise<unknown>) => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      await work(client)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }
  const insert = async () => {
    for (let left = count; left > 0; left -= IN_ONE_TRANSACTION) {
      const jobs = Array.from({ length: Math.min(left, IN_ONE_TRANSACTION) }, () => ({ data: {} }))
      await inTransaction((client) =>
        boss.insert(QUEUE, jobs, { db: { executeSql: (text, values) => client.query(text, values) } }),
      )
    }
  }
  return async () => {
    const beganMs = performance.now()
    const inserted = insert()
    for (let left = count; left > 0; ) {
      const jobs = await boss.fetch(QUEUE, { batchSize: AT_ONCE })
      await Promise.all(
        jobs.map(({ id }) => inTransaction((client) => client.query('INSERT INTO done (id) VALUES ($1)', [id]))),
      )
      if (jobs.length > 0)
        await boss.complete(
          QUEUE,
          jobs.map(({ id }) => id),
        )
      left -= jobs.length
    }
    await inserted
    return perSecond(count, beganMs)
  }
}

/** How late pages fire while 10,000 ladders wait, and how long a thousand that are due at once take, against the same jobs on bare pg-boss. */
import { PgBoss } from 'pg-boss'
import { type Benchmark, inTurn, type World } from '../benchmark.ts'
import { silence, waitingLadder, writeLadders } from '../ladders.ts'
import { openNullEngine } from '../null-engine.ts'
import { quantile } from '../statistics.ts'

/** From the writing of what will be due to the first of it: everything is in the database by then. */
const LEAD_MS = 700
/** Between two that are due while nothing else happens. */
const APART_MS = 20
const HOUR_MS = 3_600_000
/** The shortest that pg-boss allows, seconds. */
const POLLING_SECONDS = 0.5
/** A worker of pg-boss sleeps after every batch, however much waits: large ones do it no harm. */
const BATCH = 500

const sizes = ({ quick }: World) =>
  quick ? { waiting: 50, single: 5, atOnce: 10 } : { waiting: 10_000, single: 100, atOnce: 1_000 }

const nowMs = () => performance.timeOrigin + performance.now()

interface Contestant {
  /** How late each is that is due, one after the other. Milliseconds. */
  single(run: number): Promise<number[]>
  /** Many that are due in one instant: how late it is until all lie in a queue, and until all are handed over. */
  together(run: number): Promise<{ inQueue: number; handedOver: number }>
}

export const timers: Benchmark = {
  name: 'timers',
  measures: 'how late pages are handed to a provider, 10,000 ladders open',
  figures: [
    {
      ...{ name: 'late-p50', what: 'one page at a time, half of them at most so late', unit: 'ms' },
      baseline: 'delayed jobs of bare pg-boss, polling twice a second',
    },
    {
      ...{ name: 'late-p99', what: 'one page at a time, 99 of 100 at most so late', unit: 'ms' },
      ...{ baseline: 'delayed jobs of bare pg-boss, polling twice a second', aim: { max: 100 } },
    },
    {
      ...{
        name: 'thousand-in-queue',
        what: '1,000 pages due in one instant, until all lie in their provider’s queue',
        unit: 'ms',
      },
      ...{ baseline: 'as many delayed jobs of bare pg-boss, until all are fetched', aim: { max: 2_000 } },
    },
    {
      ...{ name: 'thousand-handed-over', what: 'the same, until the provider has been given the last', unit: 'ms' },
      baseline: 'as many delayed jobs of bare pg-boss, until all are fetched',
    },
  ],
  async prepare(world) {
    const ours = await openOurs(world)
    const bare = await openBare(world)
    return async (run) => {
      const of = (contestant: Contestant) => async () => {
        const single = await contestant.single(run)
        return { single, ...(await contestant.together(run)) }
      }
      const { ours: mine, baseline } = await inTurn(run, of(ours), of(bare))
      const pair = (share: number) => ({
        ours: quantile(mine.single, share),
        baseline: quantile(baseline.single, share),
      })
      return {
        ...{ 'late-p50': pair(0.5), 'late-p99': pair(0.99) },
        'thousand-in-queue': { ours: mine.inQueue, baseline: baseline.inQueue },
        'thousand-handed-over': { ours: mine.handedOver, baseline: baseline.handedOver },
      }
    }
  },
}

/** Collects how late each of some names is, until all have come. */
function createArrivals() {
  let dueOf = new Map<string, number>()
  let late: number[] = []
  let done = () => {}
  return {
    arrive(name: string) {
      const dueMs = dueOf.get(name)
      if (dueMs === undefined) return
      dueOf.delete(name)
      late.push(nowMs() - dueMs)
      if (dueOf.size === 0) done()
    },
    async expect(dues: Map<string, number>): Promise<number[]> {
      dueOf = dues
      late = []
      await new Promise<void>((resolve) => {
        done = resolve
      })
      return late
    },
  }
}

async function openOurs(world: World): Promise<Contestant> {
  const { waiting, single, atOnce } = sizes(world)
  const story = await waitingLadder()
  const arrivals = createArrivals()
  const { engine, pool, ticked } = await openNullEngine({
    ...{ url: await world.database(), story, open: world.open },
    onEffect: (effect, { stream }) => effect.kind === 'page' && arrivals.arrive(stream),
  })
  const laterMs = Date.now() + HOUR_MS
  await writeLadders(pool, story, 'waiting', waiting, (n) => laterMs + n * 1_000)
  await pool.query('ANALYZE')
  await engine.start()
  const fire = async (named: string, count: number, dueMs: (n: number) => number) => {
    const dues = new Map(Array.from({ length: count }, (_, n) => [`DR-${named}-${n}`, Math.round(dueMs(n))]))
    const arrived = arrivals.expect(dues)
    await writeLadders(pool, story, named, count, dueMs)
    const late = await arrived
    await silence(pool, named)
    return late
  }
  return {
    single(run) {
      const fromMs = Date.now() + LEAD_MS
      return fire(`single${run}`, single, (n) => fromMs + n * APART_MS)
    },
    async together(run) {
      // Writing them takes about a millisecond each.
      const atMs = Date.now() + LEAD_MS + 2 * atOnce
      const inQueue = ticked(atOnce).then(() => nowMs() - atMs)
      const late = await fire(`together${run}`, atOnce, () => atMs)
      return { inQueue: await inQueue, handedOver: Math.max(...late) }
    },
  }
}

async function openBare(world: World): Promise<Contestant> {
  const { waiting, single, atOnce } = sizes(world)
  const boss = new PgBoss({ connectionString: await world.database(), schema: 'bare_jobs', max: 4, schedule: false })
  boss.on('error', (error) => void process.stderr.write(`pg-boss: ${error.message}\n`))
  await boss.start()
  world.open.defer(() => boss.stop({ graceful: false }))
  const queue = 'pages'
  await boss.createQueue(queue, { retryLimit: 0 })
  const laterMs = Date.now() + HOUR_MS
  const delayed = (name: string, dueMs: number) => ({ data: { name }, startAfter: new Date(dueMs).toISOString() })
  await boss.insert(
    queue,
    Array.from({ length: waiting }, (_, n) => delayed(`waiting-${n}`, laterMs + n * 1_000)),
  )
  const arrivals = createArrivals()
  await boss.work<{ name: string }>(
    queue,
    { pollingIntervalSeconds: POLLING_SECONDS, batchSize: BATCH },
    async (jobs) => {
      for (const { data } of jobs) arrivals.arrive(data.name)
    },
  )
  const fire = async (named: string, count: number, dueMs: (n: number) => number) => {
    const dues = new Map(Array.from({ length: count }, (_, n) => [`${named}-${n}`, Math.round(dueMs(n))]))
    const arrived = arrivals.expect(dues)
    await boss.insert(
      queue,
      [...dues].map(([name, at]) => delayed(name, at)),
    )
    return arrived
  }
  return {
    single(run) {
      const fromMs = Date.now() + LEAD_MS
      return fire(`single${run}`, single, (n) => fromMs + n * APART_MS)
    },
    async together(run) {
      const atMs = Date.now() + LEAD_MS + atOnce
      const last = Math.max(...(await fire(`together${run}`, atOnce, () => atMs)))
      return { inQueue: last, handedOver: last }
    },
  }
}

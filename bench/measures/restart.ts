/** After a SIGKILL with 1,000 incidents open: how long until it takes requests, and until a page that was overdue arrives. The baseline has no incident open but that one. */
import type pg from 'pg'
import { musterApp, type NullSlack, startApp, startNullSlack } from '../apps/start-app.ts'
import { callThat, isDirectMessage } from '../apps/talking-to-muster.ts'
import { type Benchmark, inTurn, type World } from '../benchmark.ts'
import { writeStreams } from '../journals.ts'
import { keepPlan, silence, waitingLadder, writeLadders } from '../ladders.ts'
import { openPool } from '../pool.ts'
import { liveThrough, movedTo, type Story } from '../story.ts'

const OPEN = 1_000
const QUICK_OPEN = 5
const HOUR_MS = 3_600_000
/** So long has the page been due that nobody has in hand. */
const OVERDUE_MS = 5_000

export const restart: Benchmark = {
  name: 'restart',
  measures: 'a Muster that was killed with SIGKILL, from the start of its next process',
  figures: [
    {
      ...{ name: 'ready', what: 'until it takes requests, 1,000 incidents open', unit: 'ms' },
      baseline: 'the same with one incident open',
    },
    {
      ...{
        name: 'first-page',
        what: 'until the first overdue page is in the provider’s hands, 1,000 incidents open',
        unit: 'ms',
      },
      ...{ baseline: 'the same with one incident open', aim: { max: 2_000 } },
    },
  ],
  async prepare(world) {
    const slack = await startNullSlack(world.open)
    const ours = await openContestant(world, slack, world.quick ? QUICK_OPEN : OPEN)
    const baseline = await openContestant(world, slack, 0)
    return async (run) => {
      const both = await inTurn(run, ours, baseline)
      return {
        ready: { ours: both.ours.readyMs, baseline: both.baseline.readyMs },
        'first-page': { ours: both.ours.pagedMs, baseline: both.baseline.pagedMs },
      }
    }
  },
}

async function openContestant(world: World, slack: NullSlack, count: number) {
  const databaseUrl = await world.database()
  const pool = openPool(databaseUrl, 1, world.open)
  const message = await musterApp(world.dir, databaseUrl, slack)
  // Its first start makes what every database has.
  let app = await startApp(message, world)
  const waiting = await waitingLadder()
  await keepPlan(pool, waiting)
  const laterMs = Date.now() + HOUR_MS
  await writeLadders(pool, waiting, 'open', count, (n) => laterMs + n * 1_000)
  const story = await declaredOnly()
  let restarts = 0
  return async () => {
    await app.kill()
    const named = `overdue${++restarts}`
    await pool.query('DELETE FROM muster.page_gate')
    await writeOverdue(pool, story, named)
    const paged = callThat(slack, isDirectMessage)
    const beganMs = performance.timeOrigin + performance.now()
    app = await startApp(message, world)
    const { atMs } = await paged
    await silence(pool, named)
    return { readyMs: app.startMs, pagedMs: atMs - beganMs }
  }
}

/** What a declaration journals, before anything of it is attempted. */
async function declaredOnly(): Promise<Story> {
  const story = await liveThrough({ minutes: 0, channel: false })
  const first = story.events.findIndex(({ type }) => type === 'attempted')
  return { ...story, events: story.events.slice(0, first) }
}

async function writeOverdue(pool: pg.Pool, { events }: Story, named: string): Promise<void> {
  const dueMs = Date.now() - OVERDUE_MS
  await writeStreams(pool, [{ stream: `DR-${named}-0`, events: movedTo(events, dueMs), dueMs, open: true }])
}

/** What a replica needs: memory when idle and with 10,000 ladders open, time to start, room on disk. The baseline is Bolt with pg-boss and nothing of ours. */

import { type App, bareApp, musterApp, type Start, startApp, startNullSlack } from '../apps/start-app.ts'
import { type Benchmark, inTurn } from '../benchmark.ts'
import { installedSize } from '../installed-size.ts'
import { keepPlan, waitingLadder, writeLadders } from '../ladders.ts'
import { openPool } from '../pool.ts'
import { withOpen } from '../with-open.ts'

const LADDERS = 10_000
const QUICK_LADDERS = 10
const HOUR_MS = 3_600_000
const BARE = 'a process with Bolt and pg-boss started, and nothing else'

export const footprint: Benchmark = {
  name: 'footprint',
  measures: 'what a replica needs of the machine',
  figures: [
    { name: 'start', what: 'from the start of the process until it takes requests', unit: 'ms', baseline: BARE },
    { name: 'memory-idle', what: 'resident memory with no incident open', unit: 'MB', baseline: BARE },
    {
      ...{
        name: 'memory-ladders',
        what: 'resident memory with 10,000 ladders open, after somebody has looked at all of them',
        unit: 'MB',
      },
      baseline: BARE,
    },
    {
      ...{ name: 'installed', what: 'the installed package with its libraries', unit: 'MB' },
      baseline: 'its libraries alone, PostgreSQL among them',
    },
  ],
  async prepare(world) {
    const slack = await startNullSlack(world.open)
    const bareUrl = await world.database()
    const [idleUrl, busyUrl] = [await world.database(), await world.database()]
    const pool = openPool(busyUrl, 1, world.open)
    const story = await waitingLadder()
    await keepPlan(pool, story)
    const laterMs = Date.now() + HOUR_MS
    await writeLadders(pool, story, 'open', world.quick ? QUICK_LADDERS : LADDERS, (n) => laterMs + n * 1_000)
    const bare = bareApp(slack, { databaseUrl: bareUrl, jobs: true })
    const idle = await musterApp(world.dir, idleUrl, slack)
    const busy = await musterApp(world.dir, busyUrl, slack)
    const look = (message: Start, before?: (app: App) => Promise<unknown>) =>
      withOpen(async (open) => {
        const app = await startApp(message, { apart: world.apart, open })
        await before?.(app)
        return { startMs: app.startMs, memoryMb: await app.memoryMb() }
      })
    // Both make their tables when they are started for the first time.
    await look(bare)
    await look(idle)
    return async (run) => {
      const { ours, baseline } = await inTurn(
        run,
        () => look(idle),
        () => look(bare),
      )
      const laden = await look(busy, lookAtAll)
      return {
        start: { ours: ours.startMs, baseline: baseline.startMs },
        'memory-idle': { ours: ours.memoryMb, baseline: baseline.memoryMb },
        'memory-ladders': { ours: laden.memoryMb, baseline: baseline.memoryMb },
        ...(run === 0 && { installed: await installed() }),
      }
    }
  },
}

/** As a monitoring system does every now and then. */
async function lookAtAll({ url }: App): Promise<void> {
  const response = await fetch(`${url}/metrics`)
  await response.text()
  if (!response.ok) throw new Error(`/metrics answers ${response.status}`)
}

async function installed() {
  const { oursMb, librariesMb } = await installedSize()
  return { ours: oursMb + librariesMb, baseline: librariesMb }
}

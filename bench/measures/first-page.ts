/** From `/dr declare` to the first page in the provider's hands, against the least that a bot can do: one row, one direct message. */
import { send, slashCommand } from '../apps/slack-requests.ts'
import { type App, bareApp, musterApp, type NullSlack, startApp, startNullSlack } from '../apps/start-app.ts'
import { callThat, declareOne, isDirectMessage } from '../apps/talking-to-muster.ts'
import { type Benchmark, type FigureSpec, inTurn } from '../benchmark.ts'
import { openPool } from '../pool.ts'
import { quantile } from '../statistics.ts'

/** A minute has room for fifty incidents, and all runs may fall into one. */
const DECLARATIONS = 9
const QUICK_DECLARATIONS = 2
const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const
const WORDS = 'separate mcp-debate S2 p1 debates cannot be opened'

const nowMs = () => performance.timeOrigin + performance.now()

export const firstPage: Benchmark = {
  name: 'first-page',
  measures:
    'from sending /dr declare until the first page arrives at the provider, which answers everything before it at once',
  figures: (Object.keys(SHARES) as (keyof typeof SHARES)[]).map(
    (share): FigureSpec => ({
      ...{ name: share, what: `${share} of ${DECLARATIONS} declarations a run`, unit: 'ms' },
      baseline: 'a bare Bolt app that writes one row and sends one direct message',
      ...(share === 'p95' && { aim: { max: 300 } }),
    }),
  ),
  async prepare(world) {
    const slack = await startNullSlack(world.open)
    const databaseUrl = await world.database()
    const pool = openPool(databaseUrl, 1, world.open)
    const bare = await startApp(bareApp(slack, { databaseUrl }), world)
    const muster = await startApp(await musterApp(world.dir, databaseUrl, slack), world)
    const forget = async () => {
      // As if the last disaster were long ago: nothing is bundled with its pages, nothing more of it is due, and nobody is in it.
      await pool.query('DELETE FROM muster.page_gate')
      await pool.query("UPDATE muster.stream SET due_ms = NULL, open = false WHERE starts_with(stream, 'DR-')")
    }
    const count = world.quick ? QUICK_DECLARATIONS : DECLARATIONS
    const times = async (app: App) => {
      const took: number[] = []
      for (let n = 0; n < count; n++) {
        await forget()
        took.push(await untilPaged(app, slack))
      }
      return took
    }
    await declareOne(muster, slack, WORDS)
    await untilPaged(bare, slack)
    return async (run) => {
      const { ours, baseline } = await inTurn(
        run,
        () => times(muster),
        () => times(bare),
      )
      const of = (share: number) => ({ ours: quantile(ours, share), baseline: quantile(baseline, share) })
      return { p50: of(SHARES.p50), p95: of(SHARES.p95), p99: of(SHARES.p99) }
    }
  },
}

async function untilPaged(app: App, slack: NullSlack): Promise<number> {
  const paged = callThat(slack, isDirectMessage)
  const beganMs = nowMs()
  await send(app.url, slashCommand(slack, `declare ${WORDS}`))
  return (await paged).atMs - beganMs
}

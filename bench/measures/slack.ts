/** How long Slack waits for an acknowledgement, against a bare Bolt app that only acknowledges. */

import { buttonPress, type Fields, send, slashCommand, submittedForm } from '../apps/slack-requests.ts'
import { bareApp, musterApp, startApp, startNullSlack } from '../apps/start-app.ts'
import { answersTo, declareOne } from '../apps/talking-to-muster.ts'
import { type Benchmark, type FigureSpec, inTurn, type Measured, type World } from '../benchmark.ts'
import { quantile } from '../statistics.ts'

const KINDS = {
  status: 'the command /dr status',
  button: 'the button that acknowledges',
  form: 'a submitted form with a note',
} as const
type Kind = keyof typeof KINDS
const KIND_NAMES = Object.keys(KINDS) as Kind[]
const AT_ONCE = [1, 50] as const
const SHARES = { p50: 0.5, p99: 0.99 } as const

const sizes = ({ quick }: World) => (quick ? { single: 2, bursts: 1, burst: 5 } : { single: 50, bursts: 3, burst: 50 })

const RATIO_MAX = 1.5
const NEVER_OVER_MS = 300

const figureOf = (kind: Kind, atOnce: (typeof AT_ONCE)[number], share: keyof typeof SHARES): FigureSpec => ({
  name: `${kind}-${atOnce}-${share}`,
  what: `${KINDS[kind]}, ${atOnce} at once, ${share}`,
  unit: 'ms',
  baseline: 'a bare Bolt app that only acknowledges',
  ...(share === 'p99' && { aim: { ratioMax: RATIO_MAX, ...(atOnce === 50 && { max: NEVER_OVER_MS }) } }),
})

export const slack: Benchmark = {
  name: 'slack',
  measures: 'from sending what Slack sends until it is acknowledged, over HTTP on this machine',
  figures: KIND_NAMES.flatMap((kind) =>
    AT_ONCE.flatMap((atOnce) => (['p50', 'p99'] as const).map((share) => figureOf(kind, atOnce, share))),
  ),
  async prepare(world) {
    const nullSlack = await startNullSlack(world.open)
    const bare = await startApp(bareApp(nullSlack), world)
    const muster = await startApp(await musterApp(world.dir, await world.database(), nullSlack), world)
    const incident = await declareOne(muster, nullSlack, 'mcp-debate S2 p1 debates cannot be opened')
    const requests: Record<Kind, () => Fields> = {
      status: () => slashCommand(nullSlack, 'status'),
      button: () => buttonPress(nullSlack, 'ack', incident),
      form: () => submittedForm('note', incident, 'Something is written down'),
    }
    const toMuster = async (some: Fields[]) => {
      const answered = answersTo(nullSlack, some.length)
      const took = await Promise.all(some.map((fields) => send(muster.url, fields)))
      await answered
      return took
    }
    const toBare = (some: Fields[]) => Promise.all(some.map((fields) => send(bare.url, fields)))
    await measureAll(world, requests, toBare)
    await measureAll(world, requests, toMuster)
    return async (run) => {
      const { ours, baseline } = await inTurn(
        run,
        () => measureAll(world, requests, toMuster),
        () => measureAll(world, requests, toBare),
      )
      const measured: Measured = {}
      for (const kind of KIND_NAMES)
        for (const atOnce of AT_ONCE)
          for (const share of ['p50', 'p99'] as const) {
            const of = (took: Took) => quantile(took[kind][atOnce], SHARES[share])
            measured[`${kind}-${atOnce}-${share}`] = { ours: of(ours), baseline: of(baseline) }
          }
      return measured
    }
  },
}

type Took = Record<Kind, Record<(typeof AT_ONCE)[number], number[]>>

/** One after the other, and then some at once; the next ones are sent when the work of those before is done. */
async function measureAll(
  world: World,
  requests: Record<Kind, () => Fields>,
  sendAll: (some: Fields[]) => Promise<number[]>,
): Promise<Took> {
  const { single, bursts, burst } = sizes(world)
  const measure = async (kind: Kind) => {
    const one: number[] = []
    for (let n = 0; n < single; n++) one.push(...(await sendAll([requests[kind]()])))
    const many: number[] = []
    for (let n = 0; n < bursts; n++) many.push(...(await sendAll(Array.from({ length: burst }, requests[kind]))))
    return { 1: one, 50: many }
  }
  return { status: await measure('status'), button: await measure('button'), form: await measure('form') }
}

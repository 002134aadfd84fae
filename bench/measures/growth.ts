/** Whether commands get slower as incidents pile up, and as one incident gets long. The baseline is the same with ten of them. */
import type { Event } from '../../src/incident/events.ts'
import { privately } from '../../src/plan/actor.ts'
import type { Benchmark, Measured, Pair, World } from '../benchmark.ts'
import { type Written, writeStreams } from '../journals.ts'
import { openNullDesk } from '../null-desk.ts'
import { openNullEngine } from '../null-engine.ts'
import { median } from '../statistics.ts'
import { DECLARER, liveThrough, movedTo, type Story } from '../story.ts'

const FLAT = { ratioMax: 1.5 }
const DAY_MS = 24 * 3_600_000

/** What is typed, one after the other; each is a figure. */
const COMMANDS = { status: '', list: 'all', note: 'Something is written down', timeline: '' } as const
type Command = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as Command[]

const sizes = ({ quick }: World) =>
  quick
    ? { closed: [2, 4, 6], events: [50, 60, 70], times: 2 }
    : { closed: [10, 1_000, 100_000], events: [10, 1_000, 10_000], times: 10 }

const figure = (of: 'closed' | 'events', size: string, name: Command) => ({
  name: `${name}-${size}-${of}`,
  what:
    `\`/dr ${name} ${COMMANDS[name]}`.trim() +
    `\` with ${size} ${of === 'closed' ? 'closed incidents' : 'events in the incident'}, median`,
  unit: 'ms' as const,
  baseline: 'the same with 10',
  aim: FLAT,
})

export const growth: Benchmark = {
  name: 'growth',
  measures: 'how long commands take as the journal grows',
  figures: (['closed', 'events'] as const).flatMap((of) =>
    (of === 'closed' ? ['1000', '100000'] : ['1000', '10000']).flatMap((size) =>
      NAMES.map((name) => figure(of, size, name)),
    ),
  ),
  async prepare(world) {
    const { closed, events, times } = sizes(world)
    const story = await liveThrough({ minutes: 0, channel: true })
    const withClosed: Desk[] = []
    for (const count of closed) withClosed.push(await openClosed(world, story, count))
    const withEvents: Desk[] = []
    for (const count of events) withEvents.push(await openLong(world, story, count))
    return async (run) => ({
      ...(await compare(run, 'closed', ['1000', '100000'], withClosed, times)),
      ...(await compare(run, 'events', ['1000', '10000'], withEvents, times)),
    })
  },
}

type Desk = ReturnType<typeof openNullDesk>

/** All sizes in turn, from the smallest up in one run and from the largest down in the next. */
async function compare(
  run: number,
  of: string,
  sizes: readonly string[],
  desks: readonly Desk[],
  times: number,
): Promise<Measured> {
  const took = desks.map((): Record<Command, number[]> => ({ status: [], list: [], note: [], timeline: [] }))
  const order = run % 2 === 0 ? [...desks.keys()] : [...desks.keys()].reverse()
  for (let n = 0; n < times; n++)
    for (const at of order)
      for (const name of NAMES) {
        const beganMs = performance.now()
        await desks[at]!(name, COMMANDS[name])
        took[at]![name].push(performance.now() - beganMs)
      }
  const of_ = (at: number, name: Command) => median(took[at]![name])
  return Object.fromEntries(
    sizes.flatMap((size, index) =>
      NAMES.map((name): [string, Pair] => [
        `${name}-${size}-${of}`,
        { ours: of_(index + 1, name), baseline: of_(0, name) },
      ]),
    ),
  )
}

/** One open incident, and so many that have ended. */
async function openClosed(world: World, story: Story, count: number): Promise<Desk> {
  const { engine, pool } = await openNullEngine({ url: await world.database(), story, open: world.open })
  const nowMs = Date.now()
  const [declared] = story.events
  const ended = function* (): Generator<Written> {
    for (let n = 0; n < count; n++) {
      const at = nowMs - DAY_MS - n * 60_000
      const [first] = movedTo([declared!], at)
      const cancelled: Event = {
        type: 'cancelled',
        atMs: at + 1_000,
        by: DECLARER,
        reason: privately('Nothing was wrong.'),
      }
      yield { stream: nameOf(at, n), events: [first!, cancelled], dueMs: null, open: false }
    }
  }
  await writeStreams(pool, ended())
  await writeStreams(pool, [{ ...openOne(story, nowMs, nameOf(nowMs, 0)) }])
  // What autovacuum does within a minute of so many rows.
  await pool.query('ANALYZE')
  return warm(openNullDesk(engine, story))
}

/** One open incident of so many events. */
async function openLong(world: World, story: Story, count: number): Promise<Desk> {
  const { engine, pool } = await openNullEngine({ url: await world.database(), story, open: world.open })
  const nowMs = Date.now()
  const one = openOne(story, nowMs, nameOf(nowMs, 0))
  const notes = Array.from(
    { length: Math.max(0, count - one.events.length) },
    (_, n): Event => ({ type: 'noted', atMs: nowMs, by: DECLARER, text: privately(`Note ${n}`), decision: false }),
  )
  await writeStreams(pool, [{ ...one, events: [...one.events.slice(0, count), ...notes] }])
  await pool.query('ANALYZE')
  return warm(openNullDesk(engine, story))
}

const nameOf = (atMs: number, n: number): string => {
  const at = new Date(atMs).toISOString()
  return `DR-${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 13)}${at.slice(14, 16)}-${n}`
}

/** Nothing is due in it while it is looked at: what ticks cost is measured elsewhere. */
const openOne = ({ events }: Story, atMs: number, stream: string): Written => {
  return { stream, events: movedTo(events, atMs), dueMs: null, open: true }
}

async function warm(desk: Desk): Promise<Desk> {
  for (const name of NAMES) await desk(name, COMMANDS[name])
  return desk
}

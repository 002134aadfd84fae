/**
 * The workspace: one web page that looks and feels like the tools around Muster, live from the simulators' own records. This file joins its
 * parts; what a record means is in state/, what a visitor can do in acts.ts, what it looks like in page/.
 */
import { commands } from '../../commands/registry.ts'
import type { SteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { Faults } from '../faults/faults.ts'
import type { Patient } from '../patient/patient.ts'
import type { SandboxServices } from '../services.ts'
import { type Act, actSchema } from './act-schema.ts'
import { carryOutAct } from './acts.ts'
import type { Feed } from './feed.ts'
import { furnishedChannels } from './furnished.ts'
import { createLive, type Live } from './live.ts'
import { watchPatient } from './patient-watch.ts'
import { postJson } from './post-json.ts'
import { openWorkspaceServer, type WorkspaceServer } from './server.ts'
import type { Change } from './state/changes.ts'
import { recordChanges } from './state/record-changes.ts'
import { emptyWorkspace, type Person, type WorkspaceState } from './state/workspace-state.ts'

/** How often visitors are told the time, in real milliseconds: while it passes by itself, and while a move carries it along. */
const TICK_MS = 1_000
const MOVING_TICK_MS = 200

export interface WorkspaceParts {
  feed: Feed
  services: SandboxServices
  people: readonly Person[]
  clock: SteppedClock
  faults: Pick<Faults, 'list'>
  patient?: Patient
  /** What the example button types, like `/dr declare PLAN SCENARIO`. */
  example: string
  urls: { clock: string; faults: string; status: string; console: string }
  /** Differs from one run of the sandbox to the next. */
  run: string
}

/** @throws when the page's server cannot listen. */
export async function startWorkspace(parts: WorkspaceParts): Promise<WorkspaceServer> {
  const { services, clock, urls, people } = parts
  const live = createLive(
    emptyWorkspace({
      run: parts.run,
      botUserId: services.slack.botUserId,
      commandChannelId: services.slack.commandChannelId,
      people: [...people],
      commands: commands.map(({ name, usage, summary }) => ({ name, usage, summary })),
      example: parts.example,
      consoleUrl: urls.console,
      clock: clockState(clock),
    }),
    (state) => differences(state, clock, parts.faults),
  )
  live.publish(await furnishedChannels(services.slack))
  const watch = parts.patient && watchPatient(live, parts.patient)
  await watch?.look()
  parts.feed.read((record) => live.publish(recordChanges(record, services.slack.botUserId)))

  const news = () => differences(live.state(), clock, parts.faults)
  /** Told at once, not with the next tick: whoever throws a switch looks at it. */
  const switchIt = async (url: string, body: unknown) => {
    await postJson(url, body)
    live.publish(news())
    await watch?.look()
  }
  const server = await openWorkspaceServer({
    live,
    sharedFile: services.slack.file,
    statusUrl: urls.status,
    doors: {
      act: async (body) => carryOutAct({ services, people }, actIn(body)),
      clock: (body) => (isMove(body) ? moveClock(live, urls.clock, body, news) : switchIt(urls.clock, body)),
      faults: (body) => switchIt(urls.faults, body),
    },
  })
  const closing = new AbortController()
  const ticking = [keepTime(live, parts, closing.signal), watch?.run(closing.signal)]
  return {
    url: server.url,
    async close() {
      closing.abort()
      await Promise.all([...ticking, server.close()])
    },
  }
}

function actIn(body: unknown): Act {
  const asked = actSchema.safeParse(body)
  if (asked.success) return asked.data
  const [issue] = asked.error.issues
  throw new Error(`The sandbox does not understand that: ${issue?.path.join('.') || 'the act'}: ${issue?.message}.`)
}

const clockState = (clock: SteppedClock) => ({ nowMs: clock.now(), running: clock.running })

const isMove = (body: unknown) => typeof body === 'object' && body !== null && 'advance' in body

/** A move takes a while: visitors see that it is under way, and afterwards how much it carried out. */
async function moveClock(live: Live, clockUrl: string, body: unknown, news: () => Change[]): Promise<unknown> {
  let move: WorkspaceState['move'] = { underWay: false }
  live.publish([{ type: 'move', move: { underWay: true } }])
  try {
    const { carriedOut, stillFailing } = (await postJson(clockUrl, body)) as Record<string, number>
    move = { underWay: false, carriedOut: carriedOut!, stillFailing: stillFailing! }
  } finally {
    live.publish([...news(), { type: 'move', move }])
  }
  return {}
}

/** Clock and faults have no records of their own, and others may change them too: looked at while anybody watches, told when they differ. */
async function keepTime(live: Live, { clock, faults }: WorkspaceParts, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    if (live.visitors() > 0) live.publish(differences(live.state(), clock, faults))
    const waitMs = live.state().move.underWay ? MOVING_TICK_MS : TICK_MS
    await wallClock.sleepUntil(wallClock.now() + waitMs, stop)
  }
}

function differences(told: WorkspaceState, clock: SteppedClock, faults: Pick<Faults, 'list'>): Change[] {
  const now = clockState(clock)
  const on = faults.list().map(({ service, fault }) => ({ service, fault }))
  const changes: Change[] = []
  if (now.nowMs !== told.clock.nowMs || now.running !== told.clock.running) changes.push({ type: 'clock', clock: now })
  if (JSON.stringify(on) !== JSON.stringify(told.faults)) changes.push({ type: 'faults', faults: on })
  return changes
}

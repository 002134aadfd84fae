/**
 * One rehearsal: a scenario of a plan from its declaration to its end, in virtual time. The core, the turns and the journal are production's; people and services
 * are simulated. Pure in effect: the same plan and the same wishes of whoever asks give the same run, whenever and wherever; it reads no clock and does no I/O.
 */
import { owed } from '../incident/owed.ts'
import type { IncidentState } from '../incident/state.ts'
import { type Actor, privately } from '../plan/actor.ts'
import { procedureOf } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import { createAgenda } from './agenda.ts'
import { createChance, createSalts } from './chance.ts'
import type { Fault } from './faults.ts'
import { actorOf, type Cast, present, presentSince } from './people/cast.ts'
import type { Wish } from './people/wish.ts'
import { wishesOf } from './people/wishes.ts'
import { createVirtualEngine, digestOf, type JournalEvent, type VirtualEngine } from './world/virtual-engine.ts'
import { createWorkers } from './world/workers.ts'

export interface Wanted {
  plan: Plan
  scenario: string
  severity: string
  seed: number
  faults: readonly Fault[]
  /** Nobody answers. */
  nobody: boolean
  drill: boolean
  /** false: what the incident's channel shows is left out, which changes nothing else and takes a fraction of the time. */
  channel: boolean
  /** When it is declared, epoch ms: rotations and zones go by it. */
  startMs: number
  /** The run is over as soon as the service is back, and its journal is not looked at. */
  onlyUntilBack?: boolean
  /** How long after the declaration it is given up, milliseconds; absent: see `untilMs`. */
  lastsMs?: number
  choose: Readonly<Record<string, string>>
  answers: Readonly<Record<string, 'yes' | 'no'>>
  values: Readonly<Record<string, string>>
  /** How long steps took in drills, milliseconds by step: better than their budgets. */
  drillMs?: Readonly<Record<string, number>>
}

/** What somebody tried and was refused. */
interface Refusal {
  atMs: number
  person: string
  command: Wish['command']
  why: string
}

export interface Rehearsed {
  wanted: Wanted
  state: IncidentState
  events: JournalEvent[]
  refusals: Refusal[]
  /** When there was nothing left to do, or it was given up, epoch ms. */
  endMs: number
  /** What the journal's own check, or the engine, had to say. */
  damage: string[]
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Given up after so long, when it is not over: nobody is meant to come, nobody comes, or people are at it and do not get on. */
const NOBODY_AFTER_RTO_MS = HOUR_MS
const UNANSWERED_MAX_MS = 8 * HOUR_MS
const OPEN_MAX_MS = DAY_MS
/** What is owed after the end (regulators, the review) is followed for so long. */
const AFTERWARDS_MS = 14 * DAY_MS

/** More than any plan brings about: a run that does not get on in time would go on for ever. */
const ROUNDS_MAX = 200_000

const REHEARSER: Actor = { id: 'rehearsal', via: 'cli' }

export async function rehearse(wanted: Wanted): Promise<Rehearsed> {
  const { plan, startMs, seed } = wanted
  const chance = createChance(seed)
  const engine = createVirtualEngine({ plan, incident: incidentId(startMs), startMs, salts: createSalts(chance) })
  const cast: Cast = { ...wanted, chance, declaredMs: startMs, came: new Map(), failures: new Map() }
  const run: Run = { wanted, cast, engine, agenda: createAgenda(), done: new Set(), refusals: [] }
  const refused = await engine.give(declaration(wanted))
  if (refused !== undefined) throw new Error(refused)
  await goOn(run)
  const { refusals } = run
  const whole = !wanted.onlyUntilBack
  const [events, damage] = whole ? [await engine.events(), await engine.verify()] : [[], []]
  return { wanted, state: engine.state(), events, refusals, endMs: engine.nowMs, damage }
}

interface Run {
  wanted: Wanted
  cast: Cast
  engine: VirtualEngine
  /** What services and workers will report. */
  agenda: ReturnType<typeof createAgenda>
  /** Ids of wishes that have been put. */
  done: Set<string>
  refusals: Refusal[]
}

/** As production names them; `commands/engine-services.ts`. */
const incidentId = (atMs: number): string => {
  const at = new Date(atMs).toISOString()
  return `DR-${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 13)}${at.slice(14, 16)}`
}

const declaration = ({ plan, scenario, severity, drill, startMs, drillMs }: Wanted) => ({
  ...{ type: 'declare' as const, atMs: startMs, by: REHEARSER, planDigest: digestOf(plan), scenario, severity },
  ...{
    mode: drill ? ('drill' as const) : ('real' as const),
    seen: privately('Rehearsal'),
    outageStartMs: null,
    components: [],
    ...(drillMs && { drillMs }),
  },
})

async function goOn(run: Run): Promise<void> {
  const { engine, agenda, cast } = run
  const workers = createWorkers(cast, engine, agenda, run.wanted.channel)
  for (let round = 0; round < ROUNDS_MAX; round++) {
    await workers.takeAll()
    if (run.wanted.onlyUntilBack && engine.state().restoredMs !== null) return
    const wish = nextWish(run)
    const nextMs = soonest([await engine.dueMs(), agenda.nextMs(), wish?.dueMs ?? null])
    if (nextMs === null || nextMs > untilMs(run, wish)) return
    if (wish === undefined && agenda.nextMs() === null && isOnlyTriedAgain(run)) return
    await engine.moveTo(nextMs)
    await agenda.doDue(engine.nowMs)
    if (wish && wish.dueMs <= engine.nowMs) await put(run, wish)
  }
  throw new Error(
    `the rehearsal of ${run.wanted.scenario} does not come to an end after ${ROUNDS_MAX} rounds (seed ${run.wanted.seed})`,
  )
}

const soonest = (all: (number | null)[]): number | null => {
  const some = all.filter((one) => one !== null)
  return some.length > 0 ? Math.min(...some) : null
}

function nextWish({ cast, engine, done }: Run): Wish | undefined {
  let next: Wish | undefined
  for (const wish of wishesOf(cast, engine.state()))
    if (!done.has(wish.id) && (next === undefined || wish.dueMs < next.dueMs)) next = wish
  return next
}

/** Until when a run is followed, epoch ms. */
function untilMs({ wanted, cast, engine }: Run, wish: Wish | undefined): number {
  const { plan, scenario, lastsMs, startMs, nobody } = wanted
  const state = engine.state()
  if (lastsMs !== undefined) return startMs + lastsMs
  if (state.phase !== 'open') return (state.endedMs ?? startMs) + AFTERWARDS_MS
  const rtoMs = Math.max(plan.scenarios[scenario]?.rto ?? 0, plan.objectives.rto)
  // Nothing in it says when the service is back: who is paged and told by then is all that there is to see.
  if (procedureOf(plan, scenario).steps.length === 0) return startMs + rtoMs
  if (nobody) return startMs + rtoMs + NOBODY_AFTER_RTO_MS
  const mayCome = wish !== undefined || present(cast, state).length > 0 || hasFaultsToEnd(wanted, engine.nowMs)
  return startMs + Math.max(mayCome ? OPEN_MAX_MS : UNANSWERED_MAX_MS, 2 * rtoMs)
}

const hasFaultsToEnd = ({ faults, startMs }: Wanted, nowMs: number): boolean =>
  faults.some(({ toMs }) => toMs !== null && startMs + toMs > nowMs)

/** After the end: what is left has failed before, and as no fault will end any more, it would fail as often as it is tried. */
function isOnlyTriedAgain({ wanted, engine }: Run): boolean {
  const state = engine.state()
  if (state.phase === 'open' || hasFaultsToEnd(wanted, engine.nowMs)) return false
  return owed(wanted.plan, state).every(({ id }) => (state.efforts[id]?.failures ?? 0) > 0)
}

async function put({ engine, cast, done, refusals }: Run, wish: Wish): Promise<void> {
  const { id, person, command, via, byItself } = wish
  const { nowMs } = engine
  done.add(id)
  const byMeans = via === undefined || via === 'slack' ? actorOf(cast, person, nowMs) : { person, id: via, via }
  const why = await engine.give({ ...command, atMs: nowMs, by: byMeans } as Parameters<VirtualEngine['give']>[0])
  if (why !== undefined) {
    refusals.push({ atMs: nowMs, person, command, why })
    return
  }
  if (byItself) return
  if (presentSince(cast, engine.state(), person) === undefined && command.type !== 'decline')
    cast.came.set(person, nowMs)
  if (command.type === 'end-step' && !command.ok)
    cast.failures.set(command.step, (cast.failures.get(command.step) ?? 0) + 1)
}

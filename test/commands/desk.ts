/**
 * Somebody at a desk who types `/dr` commands: the real commands on the real engine and cores, storage and outbox in memory, the clock
 * moved by hand, and an outside world that says yes to everything unless told otherwise.
 */
import type { Reply, Request } from '../../commands/command.ts'
import { createRunner } from '../../commands/registry.ts'
import type { Asked, Services } from '../../commands/services.ts'
import type { AnyCore } from '../../src/engine/any-core.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { createMemoryOutbox } from '../../src/engine/memory-outbox.ts'
import { createMemoryStorage } from '../../src/engine/memory-storage.ts'
import { createSteppedClock, type SteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { incidentCore } from '../../src/incident/core.ts'
import type { Effect } from '../../src/incident/effects.ts'
import type { Event } from '../../src/incident/events.ts'
import type { IncidentState } from '../../src/incident/state.ts'
import { view } from '../../src/incident/view.ts'
import { type Actor, privately } from '../../src/plan/actor.ts'
import type { Outcome } from '../../src/plan/core.ts'
import { planDigest } from '../../src/plan/digest.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { systemCore } from '../../src/readiness/core.ts'
import { initial } from '../../src/readiness/evolve.ts'
import type { Effect as SystemEffect } from '../../src/readiness/owed.ts'
import { standInFacts } from '../../src/readiness/stand-ins.ts'
import { SYSTEM_STREAM, type SystemState } from '../../src/readiness/state.ts'

export const T0 = Date.UTC(2026, 11, 5, 10, 0)
export const MINUTE = 60_000
const JOIN_WITHIN_MS = 10 * MINUTE

type AnyEffect = Effect | SystemEffect
export type World = (effect: AnyEffect) => Outcome

export const by = (person: string): Actor => ({ person, id: `slack:${person}`, via: 'slack' })

export interface Desk {
  services: Services
  clock: SteppedClock
  engine: Engine
  /** What the plan files say; a reload takes it. */
  files: { plans: Plan[]; problems: string[] }
  world: World
  /** Types a command, lets all it starts finish, gives the answer. */
  type(text: string, more?: Partial<Omit<Request, 'services'>>): Promise<Reply>
  advance(ms: number): Promise<void>
}

const yes: World = (effect) =>
  effect.kind === 'open-channel'
    ? { ok: true, detail: { channelId: 'C1', channelName: 'dr-channel' } }
    : { ok: true, detail: { ref: 'r' } }

export async function openDesk(...plans: Plan[]): Promise<Desk> {
  const clock = createSteppedClock(wallClock, T0, false)
  const outbox = createMemoryOutbox({ all: { concurrency: 4 } })
  const system = async (): Promise<SystemState> => (await engine.read<SystemState>(SYSTEM_STREAM))?.state ?? initial()
  const engine: Engine = createEngine<AnyEffect>({
    storage: createMemoryStorage((jobs) => outbox.enqueue(jobs)),
    outbox,
    clock,
    cores: (stream) => (stream === SYSTEM_STREAM ? systemCore : incidentCore) as AnyCore<AnyEffect>,
    carryOut: async (effect) => desk.world(effect),
    queueOf: () => 'all',
    facts: async () => {
      const state = await system()
      return { held: state.held !== null, standIns: standInFacts(state, clock.now()) }
    },
    random: countedRandom(),
  })
  const files = { plans, problems: [] as string[] }
  const services = createServices(engine, system, files)
  const run = createRunner(services)
  let keys = 0
  const desk: Desk = {
    services,
    clock,
    engine,
    files,
    world: yes,
    async type(text, more = {}) {
      const request = {
        by: by('olga'),
        atMs: clock.now(),
        words: '',
        key: `key-${++keys}`,
        canShowForm: false,
        ...more,
      }
      const reply = await run(text, request)
      await engine.settle()
      return reply
    },
    async advance(ms) {
      const untilMs = clock.now() + ms
      for (
        let dueMs = await engine.nextDue();
        dueMs !== undefined && dueMs <= untilMs;
        dueMs = await engine.nextDue(clock.now())
      ) {
        clock.moveTo(dueMs)
        await engine.settle()
      }
      clock.moveTo(untilMs)
      await engine.settle()
    },
  }
  return desk
}

function countedRandom() {
  let count = 0
  return (bytes: number) => (++count).toString(16).padStart(bytes * 2, '0')
}

function createServices(engine: Engine, system: () => Promise<SystemState>, files: Desk['files']): Services {
  let inForce = files.plans
  const readIncident = async (incident: string) => {
    const found = await engine.read<IncidentState>(incident)
    return found?.plan ? { state: found.state, plan: found.plan } : undefined
  }
  const incidents: string[] = []
  const services: Services = {
    plans: async () => Object.fromEntries(inForce.map((plan) => [plan.id, plan])),
    async declare(declaration, { by: actor, atMs, key }) {
      const plan = inForce.find((one) => one.id === declaration.planId)
      if (!plan) return { ok: false, why: `There is no plan ${declaration.planId}.` }
      const same = (await services.incidents()).find(
        (one) =>
          one.plan.id === plan.id &&
          one.scenario?.id === (declaration.scenario ?? undefined) &&
          one.mode === declaration.mode,
      )
      const { planId: _, separate, seen, ...rest } = declaration
      if (same && !separate && atMs - same.declared.atMs <= JOIN_WITHIN_MS) {
        const asked = await services.ask(
          same.id,
          { type: 'join-declaration', atMs, by: actor, seen: privately(seen) },
          key,
        )
        return { ...asked, joined: true }
      }
      const id = incidentId(atMs, incidents)
      const command = { type: 'declare', atMs, by: actor, planDigest: planDigest(plan), seen: privately(seen), ...rest }
      const made = await engine.submit<IncidentState>(id, command, {
        key,
        plan: { digest: planDigest(plan), plan },
        mustBeNew: true,
      })
      if (!made.ok) return made
      if (!incidents.includes(made.stream)) incidents.push(made.stream)
      return asAsked(made, plan)
    },
    async ask(incident, command, key) {
      const made = await engine.submit<IncidentState>(incident, command, { key })
      return made.ok && made.plan ? asAsked(made, made.plan) : { ok: false, why: made.ok ? 'no plan' : made.why }
    },
    async view(incident) {
      const found = await readIncident(incident)
      return found && view(found.plan, found.state)
    },
    state: readIncident,
    async incidents(options) {
      const views = await Promise.all([...incidents].reverse().map((id) => services.view(id)))
      return views.filter((one) => one !== undefined).filter((one) => options?.all || one.phase === 'open')
    },
    events: (incident) => engine.events<Event>(incident),
    system,
    async askSystem(command, key) {
      const made = await engine.submit<SystemState>(SYSTEM_STREAM, command, { key })
      return made.ok
        ? { ok: true, state: made.state, repeated: made.repeated, ...(made.note && { note: made.note }) }
        : made
    },
    async reloadPlans(apply) {
      const changes = files.plans
        .filter((plan) => !inForce.includes(plan))
        .map((plan) => ({ plan: plan.id, changes: ['something'] }))
      if (apply) inForce = [...files.plans]
      return { changes, problems: files.problems }
    },
  }
  return services
}

function asAsked(
  made: { state: IncidentState; events: unknown[]; note?: string; repeated: boolean },
  plan: Plan,
): Asked {
  const { state, events, note, repeated } = made
  return { ok: true, view: view(plan, state), events: events as Event[], repeated, ...(note && { note }) }
}

function incidentId(atMs: number, taken: string[]): string {
  const minute = new Date(atMs).toISOString().slice(0, 16).replaceAll('-', '').replace('T', '-').replace(':', '')
  for (let n = 1; ; n++) {
    const id = `DR-${minute}${n === 1 ? '' : `-${n}`}`
    if (!taken.includes(id)) return id
  }
}

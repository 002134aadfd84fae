/**
 * Somebody at a desk who types `/dr` commands: the real commands on the real engine and cores, storage and outbox in memory, the clock
 * moved by hand, and an outside world that says yes to everything unless told otherwise.
 */
import type { Reply, Request } from '../../commands/command.ts'
import { createServices } from '../../commands/engine-services.ts'
import { createRunner } from '../../commands/registry.ts'
import type { Services } from '../../commands/services.ts'
import type { AnyCore } from '../../src/engine/any-core.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { createMemoryOutbox } from '../../src/engine/memory-outbox.ts'
import { createMemoryStorage } from '../../src/engine/memory-storage.ts'
import type { PlanRegistry } from '../../src/engine/plan-registry.ts'
import { createSteppedClock, type SteppedClock } from '../../src/engine/stepped-clock.ts'
import type { Storage } from '../../src/engine/storage.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { incidentCore } from '../../src/incident/core.ts'
import type { Effect } from '../../src/incident/effects.ts'
import { createMessages } from '../../src/messages/messages.ts'
import { createTemplateShelf } from '../../src/messages/template-shelf.ts'
import type { Actor } from '../../src/plan/actor.ts'
import type { Outcome } from '../../src/plan/core.ts'
import { planDigest } from '../../src/plan/digest.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { systemCore } from '../../src/readiness/core.ts'
import type { Effect as SystemEffect } from '../../src/readiness/owed.ts'
import { standInFacts } from '../../src/readiness/stand-ins.ts'
import { SYSTEM_STREAM } from '../../src/readiness/state.ts'
import { testPlanInput } from '../incident/test-plan.ts'

/** Muster's own, as they are shipped. */
const templates = createTemplateShelf({ dir: 'templates', messages: createMessages({ dir: 'templates' }) })

export const T0 = Date.UTC(2026, 11, 5, 10, 0)
export const MINUTE = 60_000

type AnyEffect = Effect | SystemEffect
export type World = (effect: AnyEffect) => Outcome

/** Somebody of the test plans, as Slack names them. */
export const by = (person: keyof typeof testPlanInput.people): Actor => {
  return { person, id: `slack:${testPlanInput.people[person].slack}`, via: 'slack' }
}

export interface Desk {
  services: Services
  clock: SteppedClock
  engine: Engine
  storage: Storage
  registry: PlanRegistry
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
  const storage = createMemoryStorage((jobs) => outbox.enqueue(jobs))
  const engine: Engine = createEngine<AnyEffect>({
    storage,
    outbox,
    clock,
    cores: (stream) => (stream === SYSTEM_STREAM ? systemCore : incidentCore) as AnyCore<AnyEffect>,
    carryOut: async (effect) => desk.world(effect),
    queueOf: () => 'all',
    facts: async () => {
      const state = await services.system()
      return { held: state.held !== null, standIns: standInFacts(state, clock.now()) }
    },
    random: countedRandom(),
  })
  const files = { plans, problems: [] as string[] }
  const registry = registryOf(files)
  const services = createServices({
    engine,
    plans: registry,
    standingWords: (plan, status) => `${plan.system.name} stands at ${status}.`,
    templates,
  })
  // Each command a second after the one before, as fast as tests are.
  let typedMs = 0
  const run = createRunner(services, () => (typedMs += 1_000))
  let keys = 0
  const desk: Desk = {
    services,
    clock,
    engine,
    storage,
    registry,
    files,
    world: yes,
    async type(text, more = {}) {
      const request = {
        by: whoTypes(plans),
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

/** Olga, where a plan has her; else the first person of the first plan, at the console. */
function whoTypes(plans: readonly Plan[]): Actor {
  if (plans.some(({ people }) => people.olga)) return by('olga')
  const [person = 'nobody'] = Object.keys(plans[0]?.people ?? {})
  return { person, id: `console:${person}`, via: 'console' }
}

function countedRandom() {
  let count = 0
  return (bytes: number) => (++count).toString(16).padStart(bytes * 2, '0')
}

/** The plans in force, from a list instead of files. */
function registryOf(files: Desk['files']): PlanRegistry {
  let inForce = files.plans
  return {
    current: async () => Object.fromEntries(inForce.map((plan) => [plan.id, { digest: planDigest(plan), plan }])),
    async reload(apply) {
      const changed = files.plans.filter((plan) => !inForce.includes(plan))
      if (apply) inForce = [...files.plans]
      return { changes: changed.map((plan) => ({ plan: plan.id, changes: ['something'] })), problems: files.problems }
    },
  }
}

/**
 * One replica: the production engine, cores, page gate and delivery, on what all replicas share. It is started again after it was killed, with nothing but what stands in
 * the storage.
 */
import type { AnyCommand } from '../../../src/engine/any-core.ts'
import type { Backing } from '../../../src/engine/backing.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import type { Logger } from '../../../src/engine/logger.ts'
import type { CarryOut } from '../../../src/engine/worker.ts'
import { privately } from '../../../src/plan/actor.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import type { Adapters } from '../../../src/program/adapters.ts'
import { type AnyEffect, coreOf } from '../../../src/program/cores.ts'
import { createDelivery } from '../../../src/program/deliver.ts'
import { queueOf } from '../../../src/program/queues.ts'
import { standInFacts } from '../../../src/readiness/stand-ins.ts'
import { SYSTEM_STREAM, type SystemState } from '../../../src/readiness/state.ts'
import type { Entropy } from '../entropy.ts'
import type { Faults } from '../faults.ts'
import type { Database } from '../ports/database.ts'
import { createReplicaLedger, createReplicaPageGate } from '../ports/deliveries.ts'
import { createReplicaOutbox } from '../ports/outbox.ts'
import { createReplicaStorage, type OnCommit } from '../ports/storage.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Parts, Variant } from '../variants/variant.ts'
import type { Witness } from '../witness.ts'
import { createCalls } from './calls.ts'
import { createCarriers } from './carriers.ts'
import type { Life } from './life.ts'
import type { Outside } from './outside.ts'
import { createStepRunner } from './step-runner.ts'

/** What all replicas stand on and live in. */
export interface World {
  seed: number
  scheduler: Scheduler
  /** Of calls, crossings and what services do. */
  entropy: Entropy
  salts: (bytes: number) => string
  faults: Faults
  shared: Backing
  database: Database
  outside: Outside
  witness: Witness
  plans: Record<string, Plan>
  onCommit: (replica: string) => OnCommit
  variant?: Variant
}

export interface Replica {
  life: Life
  engine: Engine
}

const DONE = async (): Promise<Outcome> => ({ ok: true, detail: {} })

/** Begins to act at once. */
export function startReplica(world: World, life: Life): Replica {
  const { scheduler, entropy, faults, shared, database, outside, witness } = world
  const around = { database, life }
  const { clock } = life
  const ports = { ...around, entropy, deaf: faults.deaf }
  const pageGate = createReplicaPageGate(shared.pageGate, around)
  const calls = createCalls({ life, scheduler, entropy, faults })
  const carriers = createCarriers({
    replica: life.replica,
    calls,
    outside,
    witness,
    nowMs: () => scheduler.nowMs,
    channel: faults.channel,
  })
  const submit = (stream: string, command: { type: string }) => replica.engine.submit(stream, command as AnyCommand)
  const runner = createStepRunner({ life, scheduler, entropy, faults, witness, submit })
  const deliverBy = (gate: Parts['pageGate']) =>
    createDelivery({
      adapters: carriers as unknown as Adapters,
      steps: { carriers: runner },
      compose: async () => ({
        ok: true,
        detail: { text: privately(JSON.stringify({ sections: { text: 'Simulated' } })) },
      }),
      ...{ publishSite: DONE, tellSubscribers: DONE, fileReport: DONE },
      reviews: { 'file-review': DONE, 'send-review': DONE },
      watch: { tellWatch: DONE, carryOut: DONE },
      pageGate: gate,
      deliveries: createReplicaLedger(shared.deliveries, around),
      clock,
      wall: clock,
      plans: async () => world.plans,
    })
  const facts: Parts['facts'] = async () => {
    const system = await replica.engine.read<SystemState>(SYSTEM_STREAM)
    return system
      ? { held: system.state.held !== null, standIns: standInFacts(system.state, clock.now()) }
      : { held: false, standIns: {} }
  }
  const true_: Parts = {
    storage: createReplicaStorage({ ...ports, shared: shared.storage, onCommit: world.onCommit(life.replica) }),
    outbox: createReplicaOutbox({ ...ports, shared: shared.outbox }),
    ...{ pageGate, clock, cores: coreOf, facts },
    carryOut: async () => ({ ok: true }),
  }
  const gate = world.variant?.wrap(true_, world).pageGate ?? pageGate
  true_.carryOut = deliverBy(gate)
  const parts: Parts = { ...true_, ...world.variant?.wrap(true_, world) }
  const engine = createEngine<AnyEffect>({
    ...parts,
    carryOut: witnessed(world, life, parts.carryOut),
    wall: clock,
    queueOf: (effect) => queueOf(effect as Parameters<typeof queueOf>[0]),
    random: world.salts,
    logger: loggerInto(witness),
  })
  const replica: Replica = { life, engine }
  void engine.start()
  return replica
}

/** Writes down that an effect was begun, and what the worker was told of it. */
const witnessed =
  ({ scheduler, witness }: World, life: Life, carryOut: CarryOut<AnyEffect>): CarryOut<AnyEffect> =>
  async (effect, context) => {
    const { stream, obligation, attempt, jobId, state } = context
    const act: Witness['acts'][number] = {
      ...{ atMs: scheduler.nowMs, replicaMs: life.clock.now(), replica: life.replica },
      ...{ stream, obligation, attempt, jobId, effect, seq: (state as { seq: number }).seq },
    }
    witness.acts.push(act)
    const outcome = await carryOut(effect, context)
    act.outcome = outcome
    act.endedMs = scheduler.nowMs
    return outcome
  }

const loggerInto = ({ logged }: Witness): Logger => {
  const say = (level: string) => (detail: object, message: string) => {
    const err = 'err' in detail && detail.err instanceof Error ? ` (${detail.err.message})` : ''
    logged.push(`${level}: ${message}${err}`)
  }
  return { info: () => {}, warn: say('warn'), error: say('error') }
}

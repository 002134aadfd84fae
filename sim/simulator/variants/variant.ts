/**
 * A Muster that is broken on purpose, to show that the checkers bite: it wraps what a replica is made of from the outside, so that the program itself holds no switch.
 * The true one wraps nothing.
 */
import type { Cores } from '../../../src/engine/any-core.ts'
import type { Clock } from '../../../src/engine/clock.ts'
import type { Outbox } from '../../../src/engine/outbox.ts'
import type { PageGate } from '../../../src/engine/page-gate-store.ts'
import type { Storage } from '../../../src/engine/storage.ts'
import type { EngineFacts } from '../../../src/engine/turn.ts'
import type { CarryOut } from '../../../src/engine/worker.ts'
import type { AnyEffect } from '../../../src/program/cores.ts'
import type { Entropy } from '../entropy.ts'
import type { Scheduler } from '../scheduler.ts'

/** What a replica is made of. */
export interface Parts {
  storage: Storage
  outbox: Outbox
  pageGate: PageGate
  clock: Clock
  cores: Cores<AnyEffect>
  facts: () => Promise<EngineFacts>
  carryOut: CarryOut<AnyEffect>
}

/** What a broken part may use besides. */
export interface Means {
  scheduler: Scheduler
  entropy: Entropy
}

export interface Variant {
  name: string
  /** What is wrong with it, for people. */
  what: string
  /** The checker that must find it. */
  caughtBy: string
  wrap(parts: Parts, means: Means): Partial<Parts>
}

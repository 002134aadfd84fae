/** Engines for tests: reminders on a stepped clock, over any backing, with a world that records what is carried out. */
import type { AnyCore } from '../../src/engine/any-core.ts'
import type { Backing } from '../../src/engine/backing.ts'
import { createMemoryBacking, createPostgresBacking } from '../../src/engine/backing.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { encodeEvent } from '../../src/engine/journal.ts'
import { createListeners } from '../../src/engine/listeners.ts'
import type { Logger } from '../../src/engine/logger.ts'
import { createSteppedClock, type SteppedClock } from '../../src/engine/stepped-clock.ts'
import type { StreamTransaction } from '../../src/engine/storage.ts'
import type { SubmitOptions, Submitted } from '../../src/engine/submit.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { CarryOut } from '../../src/engine/worker.ts'
import type { AnyEvent } from '../../src/plan/core.ts'
import { testDatabase } from '../postgres.ts'
import {
  ANA,
  countingRandom,
  type Remind,
  type ReminderCommand,
  type ReminderState,
  reminderCore,
} from './reminder-core.ts'

export const START_MS = Date.UTC(2026, 0, 5, 9)
export const QUEUES = { mail: { concurrency: 20 } }

export interface Rig {
  engine: Engine
  backing: Backing
  clock: SteppedClock
  /** What was carried out, in order. */
  carriedOut: string[]
  /** What the engine logged as a warning or an error. */
  complaints: string[]
  give(stream: string, command: ReminderCommand, options?: SubmitOptions): Promise<Submitted<ReminderState>>
  /** Asks for a reminder. */
  ask(stream: string, what: string, dueMs: number): Promise<Submitted<ReminderState>>
  /** Resolves once this was carried out. */
  until(what: string): Promise<void>
}

export interface RigOptions {
  clock?: SteppedClock
  carryOut?: CarryOut<Remind>
  core?: AnyCore<Remind>
  held?: () => boolean
  backing?: Backing
}

export function createRig(options: RigOptions = {}): Rig {
  const { clock = createSteppedClock(wallClock, START_MS, false), held = () => false } = options
  const backing = options.backing ?? createMemoryBacking(QUEUES)
  const carriedOut: string[] = []
  const carried = createListeners()
  const complaints: string[] = []
  const complain: Logger['warn'] = (_detail, message) => complaints.push(message)
  const carryOut: CarryOut<Remind> = async (effect, context) => {
    const outcome = (await options.carryOut?.(effect, context)) ?? { ok: true }
    if (outcome.ok) {
      carriedOut.push(effect.what)
      carried.call()
    }
    return outcome
  }
  const engine = createEngine<Remind>({
    storage: backing.storage,
    outbox: backing.outbox,
    clock,
    cores: () => options.core ?? reminderCore,
    carryOut,
    queueOf: () => 'mail',
    facts: async () => ({ held: held(), standIns: {} }),
    random: countingRandom(),
    logger: { info: () => {}, warn: complain, error: complain },
  })
  const give: Rig['give'] = (stream, command, options) => engine.submit(stream, command, options)
  return {
    engine,
    backing,
    clock,
    carriedOut,
    complaints,
    give,
    ask: (stream, what, dueMs) => give(stream, { type: 'ask', atMs: clock.now(), by: ANA, what, dueMs }),
    until: (what) =>
      new Promise((resolve) => {
        const look = () => {
          if (!carriedOut.includes(what)) return
          unlisten()
          resolve()
        }
        const unlisten = carried.add(look)
        look()
      }),
  }
}

/** Backings on one database of the test run's PostgreSQL, one for each replica. */
export async function postgresBackings(
  count: number,
): Promise<{ backings: Backing[]; url: string; close(): Promise<void> }> {
  const { url, drop } = await testDatabase()
  const backings = Array.from({ length: count }, () => createPostgresBacking({ connectionString: url, queues: QUEUES }))
  const close = async () => {
    for (const backing of backings) await backing.stop()
    await drop()
  }
  return { backings, url, close }
}

/** Appends events to a stream that is held, past the core. */
export function appendAll(tx: StreamTransaction, events: AnyEvent[]): void {
  let head: { seq: number; hash: string } = tx.head
  const encoded = events.map((event) => {
    const one = encodeEvent(tx.stream, head, event, countingRandom())
    head = one.row
    return one
  })
  tx.append(
    encoded.map(({ row }) => row),
    encoded.flatMap(({ texts }) => texts),
  )
}

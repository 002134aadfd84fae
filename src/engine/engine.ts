/**
 * The engine: runs the cores of all streams on one storage, one outbox and one clock. It decides nothing itself.
 *
 * It promises what docs/architecture.md says of it: what a core owes is attempted when it is due, by exactly one replica at a time; what
 * was attempted is journaled before it is carried out; its outcome comes back as a command. Started or not, it answers `submit`
 * and `read`; only started does it act by itself. It owns neither storage nor outbox connections: whoever made those closes them.
 */
import type { AnyEvent } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { AnyCommand, Cores } from './any-core.ts'
import type { Clock } from './clock.ts'
import { createDispatcher } from './dispatcher.ts'
import { decodeRows, type Random } from './journal.ts'
import { createLeftAlone } from './left-alone.ts'
import { type Logger, silentLogger } from './logger.ts'
import { type Observer, unobserved } from './observer.ts'
import type { Outbox } from './outbox.ts'
import { retryTransient } from './retry.ts'
import { createSettle, createTallies, type Settled } from './settle.ts'
import { createSnapshots } from './snapshots.ts'
import type { Job, ListOptions, Storage } from './storage.ts'
import { createSubmit, type SubmitOptions, type Submitted } from './submit.ts'
import { createTickDue } from './tick-due.ts'
import type { EngineFacts } from './turn.ts'
import { createWakeLoop } from './wake-loop.ts'
import { wallClock } from './wall-clock.ts'
import { type CarryOut, createWorker } from './worker.ts'

export interface EngineOptions<Effect> {
  storage: Storage
  outbox: Outbox
  clock: Clock
  /** Real time: pauses between tries, and how long a call may hang while `clock` stands still. Absent: that of this machine. */
  wall?: Clock
  cores: Cores<Effect>
  carryOut: CarryOut<Effect>
  /** One of the outbox's queues: the provider that the effect goes through. */
  queueOf: (effect: Effect) => string
  /** Asked before every transaction and every job; must not hold a stream. */
  facts: () => Promise<EngineFacts>
  random: Random
  logger?: Logger
  observer?: Observer
}

export interface Engine {
  /** Gives a command to a stream. `command.atMs` is the caller's. */
  submit<State>(stream: string, command: AnyCommand, options?: SubmitOptions): Promise<Submitted<State>>
  /** The stream as it is now; undefined when it has no event. */
  read<State>(stream: string): Promise<{ state: State; plan: Plan | undefined; seq: number } | undefined>
  /** All events of a stream that this version knows, oldest first, erased texts as `{ private: null }`; or `limit` rows' worth of them, after `afterSeq`. */
  events<Event extends AnyEvent>(
    stream: string,
    rows?: { afterSeq: number; limit: number },
  ): Promise<(Event & { seq: number })[]>
  /** The names of streams, without reading any. */
  names(which: ListOptions): Promise<string[]>
  /** Several streams at once: one question for what there is, and one for each that has changed since it was last read here. */
  readAll<State>(which: ListOptions): Promise<{ stream: string; state: State; plan: Plan | undefined; seq: number }[]>
  /** Starts storage and outbox, and begins to act by itself. Again, and after stop: fine. */
  start(): Promise<void>
  /** Stops acting and waits for what is in hand; commands are still taken. Again, or before start: fine. */
  stop(): Promise<void>
  /** Ticks what is due now and carries out all that this starts, again and again until nothing is left; or until `signal` aborts. See settle.ts. */
  settle(signal?: AbortSignal): Promise<Settled>
  /** When the next thing is due, epoch ms; with `afterMs`, the next one later than that. undefined: nothing, or everything is held. */
  nextDue(afterMs?: number): Promise<number | undefined>
}

export function createEngine<Effect>(options: EngineOptions<Effect>): Engine {
  const { storage, outbox, clock, wall = wallClock, cores, carryOut, facts, random, logger = silentLogger } = options
  const { observer = unobserved } = options
  const queueOf = (effect: Effect) => {
    const queue = options.queueOf(effect)
    if (!Object.hasOwn(outbox.queues, queue))
      throw new Error(`an effect goes to queue ${queue}, which the outbox does not have`)
    return queue
  }
  const snapshots = createSnapshots(storage, cores)
  const leftAlone = createLeftAlone(logger)
  const turnParts = { cores, snapshots, queueOf, random, logger, leftAlone, observer }
  const submit = createSubmit({
    ...turnParts,
    storage,
    clock,
    wall,
    facts,
    onCommittedWhileHeld: () => wakeLoop.wake(),
  })
  const tickDue = createTickDue({ ...turnParts, storage, clock, facts })
  const isHeld = async () => (await facts()).held
  const wakeLoop = createWakeLoop({ storage, clock, wall, logger, isHeld, tickDue, leftAlone, observer })
  const work = createWorker({ snapshots, cores, carryOut, submit, facts, clock, wall, logger, leftAlone })

  const tallies = createTallies()
  const run = async (job: Job, signal: AbortSignal) => {
    const result = await work(job, signal)
    if (result === 'left') return 'not-ours'
    tallies.count(job, result)
    return 'done'
  }
  const dispatcher = createDispatcher(outbox, run, logger, wall)
  const settle = createSettle({ storage, clock, wall, dispatcher, tallies, isHeld, tickDue, leftAlone })

  return {
    submit,
    settle,
    async read<State>(stream: string) {
      const snapshot = await retryTransient(() => snapshots.read(stream), undefined, wall)
      return snapshot && { state: snapshot.state as State, plan: snapshot.plan, seq: snapshot.head.seq }
    },
    async events<Event extends AnyEvent>(stream: string, which?: { afterSeq: number; limit: number }) {
      const read = () => storage.rows(stream, which?.afterSeq ?? 0, which?.limit)
      const { rows, texts } = (await retryTransient(read, undefined, wall)) ?? { rows: [], texts: [] }
      const events = decodeRows(rows, texts) as Event[]
      const { knows } = cores(stream)
      return events.map((event, index) => ({ ...event, seq: rows[index]!.seq })).filter(knows)
    },
    async names(which: ListOptions) {
      const found = await retryTransient(() => storage.streams(which), undefined, wall)
      return found.map(({ stream }) => stream)
    },
    async readAll<State>(which: ListOptions) {
      const found = await retryTransient(
        async () => snapshots.readListed(await storage.streams(which)),
        undefined,
        wall,
      )
      return found.map(({ stream, state, plan, head }) => ({ stream, state: state as State, plan, seq: head.seq }))
    },
    async start() {
      await storage.start()
      await outbox.start()
      dispatcher.start()
      wakeLoop.start()
    },
    async stop() {
      await wakeLoop.stop()
      await dispatcher.stop()
    },
    async nextDue(afterMs) {
      if (await isHeld()) return undefined
      return (await retryTransient(() => storage.earliestDue(afterMs), undefined, wall)) ?? undefined
    },
  }
}

/**
 * The engine of a rehearsal: the very turns, journal and core of production on storage in memory, with a clock that somebody moves and jobs that are handed to
 * whoever plays the worker. Promises the same journal, byte for byte, for the same commands at the same moments.
 */
import type { AnyCore } from '../../engine/any-core.ts'
import { decodeRows } from '../../engine/journal.ts'
import { createLeftAlone } from '../../engine/left-alone.ts'
import type { Logger } from '../../engine/logger.ts'
import { createMemoryStorage } from '../../engine/memory-storage.ts'
import { unobserved } from '../../engine/observer.ts'
import { createSnapshots } from '../../engine/snapshots.ts'
import type { Job } from '../../engine/storage.ts'
import { createSubmit } from '../../engine/submit.ts'
import { createTickDue } from '../../engine/tick-due.ts'
import { verifyJournal } from '../../engine/verify-journal.ts'
import type { Command } from '../../incident/commands.ts'
import { incidentCore } from '../../incident/core.ts'
import type { Effect } from '../../incident/effects.ts'
import type { Event, EventOf } from '../../incident/events.ts'
import type { IncidentState } from '../../incident/state.ts'
import { planDigest } from '../../plan/digest.ts'
import type { Plan } from '../../plan/schema.ts'

export type JournalEvent = Event & { seq: number }

export interface VirtualEngine {
  readonly nowMs: number
  /** Moves the clock on, and ticks what is due by then. */
  moveTo(atMs: number): Promise<void>
  /** @returns why it was refused; undefined: it was not. */
  give(command: Command): Promise<string | undefined>
  state(): IncidentState
  /** When the next thing is owed; null: nothing is. */
  dueMs(): Promise<number | null>
  /** What has been handed out since this was last asked, with the attempt that each carries out. */
  takeJobs(): Promise<{ job: Job; attempted: EventOf<'attempted'> }[]>
  events(): Promise<JournalEvent[]>
  /** One sentence for each damage of the journal, and for each fault of the rules that the engine has had to put off. */
  verify(): Promise<string[]>
}

export function createVirtualEngine(parts: {
  plan: Plan
  incident: string
  startMs: number
  salts: (bytes: number) => string
}): VirtualEngine {
  const { plan, incident } = parts
  let nowMs = parts.startMs
  let jobs: Job[] = []
  const digest = digestOf(plan)
  const clock = { now: () => nowMs, sleepUntil: () => Promise.reject(new Error('nobody sleeps in a rehearsal')) }
  const storage = createMemoryStorage((handedOut) => jobs.push(...handedOut))
  const cores = () => incidentCore as unknown as AnyCore<Effect>
  const snapshots = createSnapshots(storage, cores)
  const facts = async () => ({ held: false, standIns: {} })
  const complaints: string[] = []
  const complain: Logger['error'] = (detail, message) => complaints.push(`${message} ${causeOf(detail)}`.trim())
  const logger: Logger = { info: () => {}, warn: () => {}, error: complain }
  const aside = { leftAlone: createLeftAlone(logger), observer: unobserved }
  const turns = { cores, snapshots, queueOf: () => 'all', random: parts.salts, logger, ...aside }
  const submit = createSubmit({ ...turns, storage, clock, facts, onCommittedWhileHeld: () => {} })
  const tickDue = createTickDue({ ...turns, storage, clock, facts })
  let state = incidentCore.initial(incident)
  const look = async () => {
    state = ((await snapshots.read(incident))?.state as IncidentState | undefined) ?? state
  }
  const attemptOf = async (job: Job) => {
    const found = await storage.rows(incident, job.seq - 1, 1)
    const [attempted] = decodeRows(found?.rows ?? [], found?.texts ?? [])
    return { job, attempted: attempted as EventOf<'attempted'> }
  }
  return {
    get nowMs() {
      return nowMs
    },
    async moveTo(atMs) {
      nowMs = Math.max(nowMs, atMs)
      await tickDue()
      await look()
    },
    async give(command) {
      const named = command.type === 'declare' ? { plan: { digest, plan } } : {}
      const given = await submit<IncidentState>(incident, command, named)
      if (!given.ok) return given.why
      state = given.state
      return undefined
    },
    state: () => state,
    dueMs: () => storage.earliestDue(),
    async takeJobs() {
      const taken = jobs
      jobs = []
      return Promise.all(taken.map(attemptOf))
    },
    async events() {
      const { rows, texts } = (await storage.rows(incident, 0)) ?? { rows: [], texts: [] }
      return (decodeRows(rows, texts) as Event[]).map((event, index) => ({ ...event, seq: rows[index]!.seq }))
    },
    async verify() {
      const found = [...complaints]
      for await (const { message } of verifyJournal(storage)) found.push(message)
      return found
    },
  }
}

const digests = new WeakMap<Plan, string>()

/** Worked out once for a plan, which is rehearsed a thousand times. */
export function digestOf(plan: Plan): string {
  const digest = digests.get(plan) ?? planDigest(plan)
  digests.set(plan, digest)
  return digest
}

const causeOf = (detail: object): string =>
  'err' in detail && detail.err instanceof Error ? `(${detail.err.message})` : ''

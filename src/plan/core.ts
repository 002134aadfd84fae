/**
 * The shape that every stream's rules have: four pure functions (see docs/architecture.md). The engine runs any core of this shape and knows
 * nothing of incidents. Instants are epoch milliseconds; all entropy arrives in commands.
 */
import type { Actor } from './actor.ts'
import type { Plan } from './schema.ts'

/** Something that somebody is owed by a certain moment. Ids are deterministic: the same state owes the same ids. */
export interface Obligation<Effect> {
  id: string
  dueMs: number
  effect: Effect
}

/** How carrying out an effect ended; reported back as a command. */
export type Outcome =
  | {
      ok: true /** Provider's reference (message sid, Slack ts, dedup key…) and whatever the core keeps of it. */
      detail?: Record<string, unknown>
    }
  | {
      ok: false
      /** One sentence for people, without secrets and addresses. */
      reason: string
      /** Trying the same again cannot help (bad number, unknown channel). */
      permanent?: boolean
      /** The provider asks us to wait until then, epoch ms. */
      retryAtMs?: number
      detail?: Record<string, unknown>
    }

/** Commands that every core understands, because the engine itself gives them. */
export type EngineCommand =
  | { type: 'tick'; atMs: number; by: Actor; facts: Facts }
  | { type: 'outcome'; atMs: number; by: Actor; obligation: string; attempt: number; outcome: Outcome; facts?: Facts }

/** What a tick may need to know from outside its own stream. */
export interface Facts {
  /** `<plan id>/<person>` → who stands in for them now. */
  standIns: Record<string, string>
}

/** The event by which an effect is handed out; exactly one for each attempt. */
export interface Attempted<Effect> {
  type: 'attempted'
  atMs: number
  by: Actor
  obligation: string
  attempt: number
  /** Without an outcome by then, the attempt counts as lost. */
  deadlineMs: number
  /** What takes long shows signs of life, which move the deadline; but not beyond this, when it is stopped. Absent: the deadline itself. */
  limitMs?: number
  effect: Effect
}

export type Decision<Event> =
  | { ok: true; events: Event[] /** A kind sentence for whoever asked, mostly when nothing changed. */; note?: string }
  | { ok: false /** Why not, and what to do instead: one sentence. */; why: string }

export interface Core<State, Command, Event, Effect> {
  initial(stream: string): State
  /** Throws only for a programmer's mistake: every event that `decide` gives can be evolved. */
  evolve(state: State, event: Event): State
  /** False for an event that a newer version of Muster has written. Whoever meets one leaves the stream to that version. */
  knows(event: AnyEvent): boolean
  decide(plan: Plan | undefined, state: State, command: Command | EngineCommand): Decision<Event>
  /** Sorted by due time. What is in hand is not listed; its deadline is. */
  owed(plan: Plan | undefined, state: State): Obligation<Effect>[]
  /** False when what was attempted should not go out any more (acknowledged meanwhile, withdrawn). Asked by a worker just before it acts. */
  stillWanted(plan: Plan | undefined, state: State, obligation: string, attempt: number): boolean
  /** Digest of the plan that this stream is pinned to, once it is. */
  planDigest(state: State): string | undefined
  /** True once nothing will ever be asked of this stream again except late questions. */
  closed(state: State): boolean
}

/** What an event must have for the engine to journal it; cores add fields of plain JSON, and `Private` for free text. */
export interface AnyEvent {
  type: string
  atMs: number
  by: Actor
}

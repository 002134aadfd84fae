/**
 * Where streams are kept: one port, implemented on PostgreSQL and in memory, both held to test/engine/storage-contract.ts.
 *
 * It promises: what a transaction appended is there after a crash or not at all, together with the stream's due time and the jobs handed
 * out; two writers of one stream never interleave; a stored event is never changed or removed, only its private texts can be erased.
 */
import type { Plan } from '../plan/schema.ts'

/** An event as journaled. `data` has references where private texts were; `hash` covers everything but the texts themselves. */
export interface JournalRow {
  stream: string
  /** 1, 2, 3 … without a gap. */
  seq: number
  atMs: number
  type: string
  /** Canonical JSON of the event, private texts replaced by `{ "$private": id, "hash": sha256(salt + text) }`. */
  data: string
  /** SHA-256 hex over the previous hash and this row; see journal.ts. */
  hash: string
}

/** A text that may be erased; `text` is null then. The salt goes with it, so that an erased text cannot be guessed from its hash. */
export interface PrivateText {
  id: string
  stream: string
  seq: number
  /** Whose data it is, for erasing by person; absent when unknown. */
  subject?: string
  salt: string | null
  text: string | null
}

/** One unit of work for a worker; its id is derived from stream, obligation and attempt, so it cannot exist twice. */
export interface Job {
  id: string
  stream: string
  obligation: string
  attempt: number
  /** Queue it goes to: one a provider, so that one slow provider does not hold up the others. */
  queue: string
}

export interface StreamHead {
  seq: number
  /** Hash of the last row; of an empty stream, GENESIS of journal.ts. */
  hash: string
}

/** What can be done while holding a stream. */
export interface StreamTransaction {
  head: StreamHead
  rows(afterSeq: number): Promise<{ rows: JournalRow[]; texts: PrivateText[] }>
  /** Appends rows that follow `head`; throws StaleStream when somebody else was faster. */
  append(rows: JournalRow[], texts: PrivateText[]): Promise<void>
  /** Sets when something in this stream is owed next; null: nothing. Also whether the stream is open. */
  setDue(dueMs: number | null, open: boolean): Promise<void>
  handOut(jobs: Job[]): Promise<void>
  /** Remembers a request by its key; false if it had been remembered before, in this stream or any other. */
  remember(key: string): Promise<boolean>
  savePlan(digest: string, plan: Plan): Promise<void>
}

export interface Storage {
  /** Runs forward-only migrations; safe when two replicas do it at once. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Holds the stream (created empty if new) for the length of `work`. `skipLocked`: gives undefined at once when somebody else holds it. */
  withStream<T>(stream: string, work: (tx: StreamTransaction) => Promise<T>, options?: { skipLocked?: boolean }): Promise<T | undefined>
  rows(stream: string, afterSeq: number): Promise<{ rows: JournalRow[]; texts: PrivateText[] }>
  /** Every stream with its head, sorted by name; `prefix` filters. */
  streams(options?: { prefix?: string; open?: boolean }): Promise<{ stream: string; head: StreamHead; open: boolean; dueMs: number | null }[]>
  /** Streams due at `nowMs`, most overdue first. */
  due(nowMs: number, limit: number): Promise<string[]>
  earliestDue(): Promise<number | null>
  /** What a remembered key belonged to. */
  recalled(key: string): Promise<{ stream: string; seq: number } | undefined>
  plan(digest: string): Promise<Plan | undefined>
  /** The plans now in force, by plan id; kept here so that a broken file at start still leaves the last good one. */
  currentPlans(): Promise<Record<string, { digest: string; plan: Plan }>>
  setCurrentPlan(id: string, digest: string, plan: Plan): Promise<void>
  eraseTexts(match: { stream?: string; subject?: string }): Promise<number>
  /** Calls back whenever any replica committed something that may be due sooner. */
  onWake(listener: () => void): () => void
}

/**
 * Where streams are kept: one port, implemented on PostgreSQL and in memory, both held to test/engine/storage-contract.ts.
 *
 * It promises: what a transaction appended is there after a crash or not at all, together with the stream's due time and the jobs handed
 * out; two writers of one stream never interleave; a stored event is never changed or removed, only its private texts can be erased.
 * It does not know what an event means, and reads no clock: instants are epoch milliseconds that the caller gives.
 */
import type { Facts } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { AnyCommand } from './any-core.ts'

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
  /** Unique within its stream. */
  id: string
  stream: string
  seq: number
  /** Whose data it is, for erasing by person; absent when unknown. */
  subject?: string
  salt: string | null
  text: string | null
}

/** One unit of work for a worker; its id is derived from the row of its attempt, so it cannot exist twice. */
export interface Job {
  id: string
  stream: string
  /** Row of the `attempted` event that this job carries out. */
  seq: number
  obligation: string
  attempt: number
  /** Queue it goes to: one a provider, so that one slow provider does not hold up the others. */
  queue: string
  /** Where in a trace it was handed out; absent: nothing is traced. */
  trace?: string
  /** Longest that carrying it out may take, milliseconds of real time; afterwards a queue may forget a job whose worker died. */
  lastsMaxMs: number
}

export interface StreamHead {
  seq: number
  /** Hash of the last row; of an empty stream, GENESIS of journal.ts. */
  hash: string
  /** How often private texts of this stream were erased. Whoever keeps a folded state folds anew when this has grown. */
  erasures: number
}

export interface StoredRows {
  rows: JournalRow[]
  /** The texts of exactly these rows. */
  texts: PrivateText[]
}

/** What a transaction on a stream is about: enough to decide the same again on another history of the stream. */
export interface Turn {
  nowMs: number
  /** What a tick may need to know, and whether all outgoing effects are held. */
  facts: Facts & { held: boolean }
  /** Absent: only what is due. */
  command?: AnyCommand
  /** The plan that the command speaks of; kept by its digest, so that the stream can be pinned to it. */
  plan?: { digest: string; plan: Plan }
}

/**
 * What can be done while holding a stream. `append`, `setDue` and `handOut` are collected and take effect together when the work that
 * holds the stream resolves; when it rejects, nothing of it remains.
 */
export interface StreamTransaction {
  readonly stream: string
  /** As it was when the stream was taken. */
  readonly head: StreamHead
  rows(afterSeq: number): Promise<StoredRows>
  /** Appends rows that follow `head`; at most once. Throws StaleStream when they do not. */
  append(rows: JournalRow[], texts: PrivateText[]): void
  /** Sets when something in this stream is owed next; null: nothing. Also whether the stream is open. */
  setDue(dueMs: number | null, open: boolean): void
  handOut(jobs: Job[]): void
  /** Remembers a request by its key; false if it had been remembered before, in this stream or any other. */
  remember(key: string): Promise<boolean>
  savePlan(digest: string, plan: Plan): Promise<void>
  plan(digest: string): Promise<Plan | undefined>
  /** Hears what the transaction is about, before it is decided; only who has to decide it again listens. */
  onTurn?(turn: Turn): void
}

export interface ListOptions {
  prefix?: string
  open?: boolean
  after?: string
  limit?: number
  descending?: boolean
}

export interface StreamListing {
  stream: string
  head: StreamHead
  open: boolean
  dueMs: number | null
}

export interface Storage {
  /** Runs forward-only migrations; safe when two replicas do it at once, and when called again. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Holds the stream for the length of `work`, waiting for its turn. A new stream comes to be with its first event, not before. */
  withStream<T>(stream: string, work: (tx: StreamTransaction) => Promise<T>): Promise<T>
  /**
   * Holds, in one transaction, up to `limit` streams that are due at `nowMs` and that nobody else holds, most overdue first.
   * `work` is not called when there are none; the answer is undefined then. Streams of `except` are passed over.
   */
  withDue<T>(
    nowMs: number,
    limit: number,
    work: (held: StreamTransaction[]) => Promise<T>,
    except?: readonly string[],
  ): Promise<T | undefined>
  /** Rows after `afterSeq`, at most `limit` (default: all), with the head that the stream had at that very moment; undefined: no such stream. */
  rows(stream: string, afterSeq: number, limit?: number): Promise<(StoredRows & { head: StreamHead }) | undefined>
  /** Streams sorted by name; `after` and `limit` page through them. `descending`: from the last name on, and `after` counts that way. */
  streams(options?: ListOptions): Promise<StreamListing[]>
  /** The smallest due time; with `afterMs`, the smallest that is later than this; streams of `except` do not count. */
  earliestDue(afterMs?: number, except?: readonly string[]): Promise<number | null>
  /** What a remembered key belonged to. */
  recalled(key: string): Promise<{ stream: string; seq: number } | undefined>
  plan(digest: string): Promise<Plan | undefined>
  /** The plans now in force, by plan id; kept here so that a broken file at start still leaves the last good one. */
  currentPlans(): Promise<Record<string, { digest: string; plan: Plan }>>
  setCurrentPlan(id: string, digest: string, plan: Plan): Promise<void>
  /** Takes a plan out of force; its contents stay for the streams that are pinned to them. One that is not in force: nothing. */
  retireCurrentPlan(id: string): Promise<void>
  /** Erases the matching texts and their salts; how many. Both absent: nothing. */
  eraseTexts(match: { stream?: string; subject?: string }): Promise<number>
  /**
   * Takes a person's name and addresses out of the plans that are kept under other digests than these; how many plans. They no longer have the digest they are kept
   * under; saved again, they are whole again.
   */
  eraseFromPlans(person: string, except: readonly string[]): Promise<number>
  /** Calls back whenever any replica committed something that is due sooner than before. May miss; never the only way to notice. */
  onWake(listener: () => void): () => void
}

/** Somebody else appended to the stream since its head was read. */
export class StaleStream extends Error {
  override name = 'StaleStream'
}

/** Refuses rows that do not follow `head` without a gap. */
export function assertFollows(stream: string, head: StreamHead, rows: JournalRow[]): void {
  for (const [index, row] of rows.entries()) {
    const expected = head.seq + 1 + index
    if (row.stream === stream && row.seq === expected) continue
    throw new StaleStream(
      `row ${row.stream}/${row.seq} does not follow ${stream}/${expected - 1}; read the stream again and decide anew`,
    )
  }
}

/**
 * Where handed-out work waits for a worker: one port, on pg-boss and in memory.
 *
 * It promises: a job that was handed out in a committed transaction is claimed at least once by somebody who is running, and never by two
 * at once. Being claimed is no promise of being done: whoever dies with a job in hand loses it here, and the attempt's deadline
 * in the journal finds it again. Nothing is retried and nothing waits for a later time here; both are obligations of the core.
 */
import type { Job } from './storage.ts'

/** Queues by name: one a provider. */
export type Queues = Record<
  string,
  {
    /** Jobs of this queue that one replica carries out at a time. */
    concurrency: number
  }
>

export interface Backlog {
  queue: string
  jobs: number
  /** How long the oldest has waited, seconds of real time. */
  oldestSeconds: number
}

export interface Outbox {
  readonly queues: Queues
  start(): Promise<void>
  stop(): Promise<void>
  /** Takes up to `countMax` waiting jobs, oldest first. */
  claim(queue: string, countMax: number): Promise<Job[]>
  /** Jobs that were claimed here are done. Their ids stay known: none is handed out again. */
  finish(queue: string, ids: string[]): Promise<void>
  /** Lets somebody else have jobs that were claimed here and not begun. */
  handBack(queue: string, jobs: readonly Job[]): Promise<void>
  /** What nobody has claimed yet, of each queue in which something waits. */
  backlog(): Promise<Backlog[]>
  /** The queues in which jobs wait that nobody has claimed yet. */
  waiting(): Promise<string[]>
  /** Calls back whenever any replica handed something out. May miss; never the only way to notice. */
  onHandedOut(listener: () => void): () => void
}

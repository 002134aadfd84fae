/**
 * What somebody who stands beside it all has seen, by true time: commits, acts upon the world, what reached whom, what was answered. The checkers judge by this and by
 * the journal, and by nothing that a replica says of itself. Only records; decides nothing.
 */
import type { AnyEvent, Outcome } from '../../src/plan/core.ts'
import type { AnyEffect } from '../../src/program/cores.ts'
import type { Service } from './faults.ts'

/** A transaction that the database has taken. */
interface Commit {
  atMs: number
  replica: string
  stream: string
  events: (AnyEvent & { seq: number })[]
  /** Ids of the jobs that were handed out with it. */
  jobs: readonly string[]
}

/** An effect that a worker began to carry out. */
interface Act {
  atMs: number
  /** By the clock of its replica. */
  replicaMs: number
  replica: string
  stream: string
  obligation: string
  attempt: number
  jobId: string
  effect: AnyEffect
  /** Last row of the stream that the worker had read. */
  seq: number
  /** What the worker was told of it, and when; absent: its replica died, or it is not over. */
  outcome?: Outcome
  endedMs?: number
}

/** Something that arrived at a service. */
export interface Arrival {
  atMs: number
  replica: string
  service: Service
  stream: string
  obligation: string
  attempt: number
  /** `page`, `notify` … */
  kind: string
  /** Person of the plan, or address. */
  to: string
  /** By which the service tells a repetition, where it does. */
  dedupKey?: string
}

/** A run of a step that was begun upon the world. */
interface RunBegun {
  atMs: number
  replica: string
  stream: string
  run: string
  step: string
  digest: string
}

/** Something that somebody asked, and was told that it was done. */
interface Answer {
  askedMs: number
  atMs: number
  replica: string
  stream: string
  what: string
  /** Of the last event, and how many there are. */
  seq: number
  events: AnyEvent[]
}

export interface Witness {
  commits: Commit[]
  acts: Act[]
  arrivals: Arrival[]
  runs: RunBegun[]
  answers: Answer[]
  /** When a replica was killed. */
  kills: { atMs: number; replica: string }[]
  /** What replicas wrote to their logs. */
  logged: string[]
}

export const createWitness = (): Witness => ({
  commits: [],
  acts: [],
  arrivals: [],
  runs: [],
  answers: [],
  kills: [],
  logged: [],
})

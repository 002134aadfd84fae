/** What a checker looks at, and what it says. Checkers judge by what was seen from outside and by the journal; each is one promise and has one file. */
import type { Storage, StreamListing } from '../../../src/engine/storage.ts'
import type { Event } from '../../../src/incident/events.ts'
import type { IncidentState } from '../../../src/incident/state.ts'
import type { AnyEvent } from '../../../src/plan/core.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import type { Course } from '../../../src/rehearsal/violations/course.ts'
import type { Faults } from '../faults.ts'
import type { Span } from '../span.ts'
import type { Witness } from '../witness.ts'

export interface Incident {
  stream: string
  plan: Plan
  events: readonly (Event & { seq: number })[]
  /** Its journal, event by event, with the states before and after. */
  course: Course
  last: IncidentState
}

/** What a replica answers at the end when it is asked for a stream. */
export interface Reading {
  replica: string
  stream: string
  /** The stream had as many rows when the replica was asked. */
  leastSeq: number
  seq: number
  state: unknown
}

export interface Evidence {
  plan: Plan
  faults: Faults
  witness: Witness
  /** What all replicas share: read it, and nothing else. */
  storage: Storage
  streams: readonly StreamListing[]
  /** The journal as it stands, event by event. */
  journals: ReadonlyMap<string, readonly AnyEvent[]>
  incidents: readonly Incident[]
  readings: readonly Reading[]
  /** When everything outgoing was held, by the commits. */
  held: readonly Span[]
  /** Nothing fails any more from here. */
  healMs: number
  /** By now everything should be done. */
  endMs: number
}

export interface Finding {
  checker: string
  atMs: number
  /** One sentence for people. */
  message: string
}

export interface Checker {
  name: string
  /** The promise in a few words. */
  promise: string
  check(evidence: Evidence): Promise<Omit<Finding, 'checker'>[]> | Omit<Finding, 'checker'>[]
}

/** What a worker has read may be so old when it acts: it is on the way to its port, and clocks differ. */
export const UNDER_WAY_MS = 20_000

/**
 * The course of an incident, as its journal has it: every event with where the incident stood before and after it. The checkers beside this file look at nothing
 * else, so that any journal can be judged: a rehearsal's, a simulator's, a real one's.
 */
import { incidentCore } from '../../incident/core.ts'
import type { Event } from '../../incident/events.ts'
import type { IncidentState } from '../../incident/state.ts'
import type { Plan } from '../../plan/schema.ts'

export interface Moment {
  event: Event
  /** Place in the journal, from 1. */
  seq: number
  before: IncidentState
  after: IncidentState
}

export interface Course {
  plan: Plan
  moments: readonly Moment[]
  /** Where it stands at last. */
  last: IncidentState
  /** Until when everything that was owed should have been done, epoch ms. */
  endMs: number
}

/** A promise that was broken. */
export interface Violation {
  rule: string
  /** Epoch ms. */
  atMs: number
  /** Of the event that shows it; absent: it is something that has not happened. */
  seq?: number
  /** One sentence for people. */
  message: string
}

export type Checker = (course: Course) => Violation[]

export function courseOf(plan: Plan, incident: string, events: readonly Event[], endMs: number): Course {
  let state = incidentCore.initial(incident)
  const moments = events.map((event, index): Moment => {
    const before = state
    state = incidentCore.evolve(before, event)
    return { event, seq: index + 1, before, after: state }
  })
  return { plan, moments, last: state, endMs }
}

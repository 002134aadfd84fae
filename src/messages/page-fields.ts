/**
 * What a message to one person can say besides the incident itself: why they are called and how they answer. The catalogue of those fields,
 * and their values for a page, for the question after a silence and for a test.
 */
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import { reveal } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import { type MessageFields, messageFields, systemValues } from './fields.ts'
import { timeText } from './time-text.ts'

export const PAGE_FIELDS = [
  'person',
  /** Why this person: the level's purpose, or what was said when they were paged by hand. */
  'purpose',
  'level',
  /** To be sent back by text message. */
  'code',
  /** Opens a page with the two answers. */
  'answerUrl',
  /** Where the incident is worked on. */
  'incidentUrl',
  /** Other incidents that this one message calls for as well. */
  'also',
] as const

/** What a test can say; there is no incident. */
export const TEST_FIELDS = ['person', 'now'] as const

/** Ways to answer a page; what is not configured is left out. */
export interface AnswerWays {
  code?: string | undefined
  answerUrl?: string | undefined
  incidentUrl?: string | undefined
  /** Ids of other incidents whose pages to this person are bundled with it. */
  also?: readonly string[] | undefined
}

/** A page's id is `<level key>/<person>`; the level tells why. Times are told in the person's own zone. */
export function pageFields(
  about: { plan: Plan; state: IncidentState; view: View },
  page: { level: string; person: string },
  nowMs: number,
  ways: AnswerWays,
): MessageFields {
  const { plan, state, view } = about
  const person = plan.people[page.person]
  const fields = messageFields(plan, state, view, nowMs, person?.zone)
  const level = view.ladder.levels.find((one) => one.key === page.level)
  const reason = state.levels[page.level]?.reason
  return {
    ...fields,
    values: {
      ...fields.values,
      person: person?.name ?? page.person,
      purpose: (reason && reveal(reason)) || level?.purpose || null,
      level: level?.label ?? null,
      code: ways.code ?? null,
      answerUrl: ways.answerUrl ?? null,
      incidentUrl: ways.incidentUrl ?? null,
      also: [...(ways.also ?? [])],
    },
  }
}

export function testFields(plan: Plan, person: string, nowMs: number): MessageFields {
  const zone = plan.people[person]?.zone ?? plan.zone
  return {
    planId: plan.id,
    drill: false,
    values: { ...systemValues(plan), person: plan.people[person]?.name ?? person, now: timeText(nowMs, zone) },
  }
}

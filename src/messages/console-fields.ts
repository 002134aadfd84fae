/** What a message about the responder console can say besides the incident itself. */
import { reveal } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import type { About } from './about.ts'
import { type MessageFields, messageFields } from './fields.ts'
import { timeText } from './time-text.ts'

export const CONSOLE_FIELDS = [
  'person',
  /** Their own link. */
  'consoleUrl',
  /** Until when it can be opened. */
  'until',
  /** To be sent back by text message for another link. */
  'code',
  /** Since when Slack cannot be reached; nothing: it can. */
  'slackAway',
] as const

export const CONFIRMATION_FIELDS = [
  'person',
  /** Six digits. */
  'code',
  /** What they confirm. */
  'what',
] as const

export function consoleFields(
  about: About,
  person: string,
  link: { consoleUrl: string; untilMs: number; code: string },
): MessageFields {
  const zone = zoneOf(about.plan, person)
  const { away } = about.state.console
  return withValues(about, person, {
    consoleUrl: link.consoleUrl,
    until: timeText(link.untilMs, zone),
    code: link.code,
    slackAway: away ? timeText(away.sinceMs, zone) : null,
  })
}

export function confirmationFields(about: About, person: string, code: string, challenge: string): MessageFields {
  return withValues(about, person, { code, what: reveal(about.state.console.codes[challenge]?.what) })
}

const zoneOf = (plan: Plan, person: string) => plan.people[person]?.zone ?? plan.zone

function withValues({ plan, state, view, atMs }: About, person: string, own: MessageFields['values']): MessageFields {
  const fields = messageFields(plan, state, view, atMs, plan.people[person]?.zone)
  return { ...fields, values: { ...fields.values, person: plan.people[person]?.name ?? person, ...own } }
}

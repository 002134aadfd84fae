/**
 * One short sentence for each event that people care about, for the incident's channel and its timeline; nothing for housekeeping. The text
 * is not escaped: it holds what people wrote, and its only mark-up is the mention of somebody whom the plan does not know (`<@U024BE7LH>`).
 * Whoever shows it escapes everything else. Events of carrying out effects are worded in `tell-attempts.ts`.
 */

import { recordParts } from '../incident/drill/record.ts'
import type { LevelReason, TurnReason } from '../incident/effects.ts'
import type { Event, EventOf } from '../incident/events.ts'
import { targetName } from '../incident/ladder.ts'
import { titleOf } from '../incident/recovery/refusals.ts'
import { type StepStatus, standings } from '../incident/recovery/standing.ts'
import { reviewFields } from '../incident/review/fields.ts'
import type { IncidentState } from '../incident/state.ts'
import { MEANS_LABELS, VIA_LABELS } from '../incident/view-shape.ts'
import { reveal } from '../plan/actor.ts'
import { capital } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import { STATUS_LABELS } from './fields.ts'
import { actorName, personName, severityLabel } from './names.ts'
import { type Told, tellAttempt } from './tell-attempts.ts'
import { COMMUNICATION_TELLERS } from './tell-communication.ts'
import { CONSOLE_TELLERS } from './tell-console.ts'
import { RECOVERY_TELLERS, said, tellRun } from './tell-recovery.ts'
import { VOYAGE_TELLERS } from './tell-voyage.ts'
import { clockText, timeText } from './time-text.ts'

interface About {
  plan: Plan
  state: IncidentState
}

type Teller<T extends Event['type']> = (event: EventOf<T>, about: About) => Told | undefined

const loud = (text: string): Told => ({ text, loud: true })
const quiet = (text: string): Told => ({ text, loud: false })
const housekeeping = () => undefined

/** @param state the incident at the event or later; only what does not change any more is read from it. */
export function tell(plan: Plan, state: IncidentState, event: Event & { seq: number }): Told | undefined {
  const teller = TELLERS[event.type] as (event: Event, about: About) => Told | undefined
  return teller(event, { plan, state })
}

const TELLERS: { [T in Event['type']]: Teller<T> } = {
  declared: (event, { plan }) => {
    const scenario = event.scenario ? plan.scenarios[event.scenario]?.title : undefined
    const what = [scenario, reveal(event.seen)].filter((part) => part).join(': ')
    const drill = event.mode === 'drill' ? 'DRILL: ' : ''
    const by = actorName(plan, event.by)
    return loud(`${drill}${severityLabel(plan, event.severity)} declared by ${by}${what ? `. ${what}` : ''}`)
  },
  'declaration-joined': (event, { plan }) => quiet(`${actorName(plan, event.by)} declared the same${said(event.seen)}`),

  'level-reached': (event, { plan }) => {
    const targets = event.targets.map((target) => targetName(plan, target)).join(', ')
    const why = event.why === 'time' ? '' : ` (${LEVEL_REASONS[event.why]})`
    if (event.key.startsWith('page/'))
      return quiet(`${actorName(plan, event.by)} pages ${targets}${said(event.reason)}`)
    return quiet(`Paging ${levelLabel(plan, event.level)}${why}: ${targets}`)
  },
  'on-call-found': (event, { plan }) => {
    const people = event.candidates.map((person) => personName(plan, person)).join(', ')
    if (!people) return loud('Nobody is on call, neither at PagerDuty nor in the plan')
    return event.fromPagerduty
      ? quiet(`On call at PagerDuty: ${people}`)
      : quiet(`PagerDuty did not say who is on call; the plan says ${people}`)
  },
  'page-opened': (event, { plan }) => {
    if (event.why === 'first') return undefined
    const means = event.order.map((one) => MEANS_LABELS[one]).join(', ')
    return quiet(`${TURN_REASONS[event.why]}: paging ${personName(plan, event.person)}${means ? ` by ${means}` : ''}`)
  },
  'page-exhausted': (event, { plan, state }) =>
    loud(`${pagedPerson(plan, state, event.page)} cannot be reached: every means has failed`),
  'delivery-reported': (event, { plan, state }) => {
    const who = pagedPerson(plan, state, event.page)
    const outcome = DELIVERY_WORDS[event.status]
    return quiet(
      `${capital(MEANS_LABELS[event.means])} to ${who}: ${outcome}${event.reason ? ` (${event.reason})` : ''}`,
    )
  },
  acknowledged: (event, { plan }) =>
    quiet(`${event.person ? personName(plan, event.person) : actorName(plan, event.by)} acknowledged ${by(event)}`),
  declined: (event, { plan }) => {
    const who = event.person ? personName(plan, event.person) : actorName(plan, event.by)
    const did = event.handOff ? 'hands over' : 'cannot take it'
    return quiet(`${who} ${did}${said(event.reason)}`)
  },
  'acknowledgement-lapsed': (event, { plan }) =>
    loud(`${personName(plan, event.person)} has not answered; the acknowledgement no longer counts`),
  'ladder-paused': (event, { plan }) => {
    const until = event.untilMs === null ? 'until it is resumed' : `until ${clockText(event.untilMs)}`
    return loud(`${actorName(plan, event.by)} paused the escalation ${until}${said(event.reason)}`)
  },
  'ladder-resumed': (event, { plan }) =>
    event.by.via === 'system'
      ? quiet('The escalation goes on')
      : quiet(`${actorName(plan, event.by)} resumed the escalation`),
  'ladder-ended': (event) =>
    event.unanswered
      ? loud('The escalation has come to its end and nobody has acknowledged')
      : quiet('The escalation has come to its end'),

  'role-assigned': (event, { plan }) => {
    const { label = event.role, duties = [] } = plan.roles[event.role] ?? {}
    const asked = duties.length > 0 ? `: ${duties.join('; ')}` : ''
    return quiet(`${personName(plan, event.person)} is ${label}${asked}`)
  },
  'scenario-set': (event, { plan }) => {
    const title = (id: string) => `“${plan.scenarios[id]?.title ?? id}”`
    const before = event.from === null ? '' : ` (it was ${title(event.from)})`
    return loud(`${actorName(plan, event.by)} says what it is: ${title(event.to)}${before}`)
  },
  'severity-changed': (event, { plan }) => {
    const [from, to] = [severityLabel(plan, event.from), severityLabel(plan, event.to)]
    return loud(`${actorName(plan, event.by)} changed the severity from ${from} to ${to}${said(event.reason)}`)
  },
  'status-changed': (event) =>
    quiet(
      `Now ${STATUS_LABELS[event.to].toLowerCase()} (was ${STATUS_LABELS[event.from].toLowerCase()})${said(event.text)}`,
    ),
  noted: (event, { plan }) =>
    quiet(`${event.decision ? 'Decision' : 'Note'} by ${actorName(plan, event.by)}${said(event.text)}`),
  updated: (event, { plan }) =>
    quiet(`${event.public ? 'Public update' : 'Update'} by ${actorName(plan, event.by)}${said(event.text)}`),
  'eta-set': (event) =>
    quiet(
      event.etaMs === null
        ? 'There is no expected resolution any more'
        : `Expected resolution: ${timeText(event.etaMs)}`,
    ),
  'outage-start-set': (event) => quiet(`The outage began at ${timeText(event.outageStartMs)}`),
  'notice-asked': (event, { plan }) => {
    const notice = plan.notices.find(({ id }) => id === event.notice)
    const audience = (notice && plan.audiences[notice.audience]?.label) ?? event.notice
    return quiet(`${actorName(plan, event.by)} has ${audience} told ${event.again ? 'what is new' : 'now'}`)
  },

  'vendor-contacted': (event, { plan }) => {
    const reference = event.reference ? ` (case ${reveal(event.reference)})` : ''
    return quiet(
      `${actorName(plan, event.by)} has contacted ${plan.vendors[event.vendor]?.label ?? event.vendor}${reference}`,
    )
  },

  'resolution-asked': (event, { plan }) =>
    quiet(
      `${actorName(plan, event.by)} says that it is over${said(event.text)}. The checks are made; when they pass it is resolved`,
    ),
  'resolution-stopped': (event, { plan, state }) =>
    loud(
      `Not resolved: “${titleOf(plan, state, event.step)}” ${WHY_NOT_OVER[standings(plan, state).get(event.step)?.status ?? 'waiting'] ?? 'has not passed in 30 minutes'}`,
    ),
  'record-signed': (event, { plan, state }) => {
    const what = recordParts(plan, state).find(({ part }) => part === event.part)?.text ?? event.part
    return quiet(`${actorName(plan, event.by)} has signed “${what}”${said(event.text)}`)
  },
  'review-filled': (event, { plan }) => {
    const label = reviewFields(plan).find(({ id }) => id === event.field)?.label ?? event.field
    return quiet(`${actorName(plan, event.by)} has written “${label}” in the review`)
  },
  'note-changed': (event, { plan }) => quiet(`${actorName(plan, event.by)} has changed a note${said(event.text)}`),
  resolved: (event, { plan }) => quiet(`Resolved by ${actorName(plan, event.by)}${said(event.text)}`),
  cancelled: (event, { plan }) =>
    loud(`Cancelled as a false alarm by ${actorName(plan, event.by)}${said(event.reason)}`),
  merged: (event, { plan }) => loud(`${actorName(plan, event.by)} merged this into ${event.into}: go on there`),
  reopened: (event, { plan }) => loud(`Reopened by ${actorName(plan, event.by)}${said(event.reason)}`),

  ...RECOVERY_TELLERS,
  ...COMMUNICATION_TELLERS,
  ...VOYAGE_TELLERS,
  ...CONSOLE_TELLERS,

  'life-shown': housekeeping,
  attempted: (event, { plan, state }) => tellRun(plan, state, event),
  'attempt-withdrawn': housekeeping,
  'carried-out': tellOutcome,
  'attempt-failed': tellOutcome,
  'attempt-lost': tellOutcome,
}

function tellOutcome(
  event: EventOf<'carried-out' | 'attempt-failed' | 'attempt-lost'>,
  { plan, state }: About,
): Told | undefined {
  return event.effect.kind === 'run-step' ? tellRun(plan, state, event) : tellAttempt(plan, event)
}

const WHY_NOT_OVER: Partial<Record<StepStatus, string>> = {
  failed: 'has failed',
  unknown: 'ended nobody knows how',
}

const LEVEL_REASONS: Record<Exclude<LevelReason, 'time'>, string> = {
  nobody: 'nobody is on the level before',
  unanswered: 'nobody of the level before takes it',
  escalated: 'somebody escalated',
  lapsed: 'an acknowledgement lapsed',
  again: 'nobody answered, from the beginning',
}

const TURN_REASONS: Record<Exclude<TurnReason, 'first'>, string> = {
  declined: 'The one before declined',
  unreachable: 'The one before cannot be reached',
  unanswered: 'The one before has not answered',
}

const DELIVERY_WORDS = {
  delivered: 'delivered',
  undelivered: 'not delivered',
  answered: 'answered',
  'no-answer': 'no answer',
  busy: 'busy',
  failed: 'failed',
}

const by = (event: Event) => VIA_LABELS[event.by.via]

const pagedPerson = (plan: Plan, state: IncidentState, page: string) =>
  personName(plan, state.pages[page]?.person ?? page.slice(page.lastIndexOf('/') + 1))

function levelLabel(plan: Plan, level: string): string {
  const levels = Object.values(plan.policies).flatMap((policy) => policy.levels)
  return levels.find(({ id }) => id === level)?.label ?? level
}

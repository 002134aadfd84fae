/**
 * Pages, settles and tells through PagerDuty's Events API v2, and asks its REST API who is on call. Promises one event for one attempt, with
 * a dedup key that stays the same for a level, so that PagerDuty joins a repeated event to the first. Does not choose the person:
 * PagerDuty pages whoever the service's own policy says.
 */
import type { Moment } from '../../incident/effects.ts'
import type { View } from '../../incident/view-shape.ts'
import type { Messages } from '../../messages/messages.ts'
import { pageFields, testFields } from '../../messages/page-fields.ts'
import type { Outcome } from '../../plan/core.ts'
import { personByContact } from '../../plan/people.ts'
import { PAGERDUTY_SEVERITIES, type Plan } from '../../plan/schema.ts'
import type { Carrier } from '../carrier.ts'
import { refused } from '../outcomes.ts'
import type { PageCarrier, TestCarrier } from '../page-carrying.ts'
import { answered } from './answers.ts'
import { levelDedupKey, noticeDedupKey } from './dedup-keys.ts'
import type { PagerDutyClient, PagerDutyEvent } from './pagerduty-client.ts'
import { postStatusUpdate } from './status-update.ts'

export interface PagerDutyOptions {
  client: PagerDutyClient
  messages: Messages
  /** The Events API v2 routing key in an environment variable of this name, if it is set. */
  routingKey: (variable: string) => string | undefined
  /** Where an incident is worked on. */
  incidentUrl?: (incident: string) => string
}

export interface PagerDutyCarriers {
  page: PageCarrier
  settle: Carrier<'settle-pagerduty'>
  lookUp: Carrier<'on-call-lookup'>
  notify: Carrier<'notify'>
  test: TestCarrier
}

/** Events API v2: longer summaries are refused. */
const SUMMARY_CHARS_MAX = 1024

/** A trigger for these would page again who has the incident already, or open a new one after its end. */
const STATUS_UPDATES: readonly Moment[] = ['progress', 'review']

type Payload = PagerDutyEvent['payload']

export function createPagerDutyCarriers(options: PagerDutyOptions): PagerDutyCarriers {
  const { client, messages, routingKey, incidentUrl } = options

  const send = async (
    plan: Plan,
    event: { action: PagerDutyEvent['event_action']; key: string; payload: Payload; link?: string | undefined },
    { atMs, signal }: { atMs: number; signal: AbortSignal },
  ): Promise<Outcome> => {
    if (!plan.pagerduty) return refused('The plan has no PagerDuty service.')
    const { routingKeyEnv } = plan.pagerduty
    const key = routingKey(routingKeyEnv)
    if (!key) return refused(`There is no PagerDuty routing key: set ${routingKeyEnv}.`)
    const data: PagerDutyEvent = {
      routing_key: key,
      event_action: event.action,
      dedup_key: event.key,
      payload: event.payload,
      ...(event.link !== undefined && { links: [{ href: event.link, text: 'All about the incident' }] }),
    }
    return answered(client.send(data, signal), { atMs, signal }, () => ({ ref: event.key }))
  }

  return {
    page(effect, carrying) {
      const { incident, plan, view, state, atMs, alsoFor } = carrying
      const fields = pageFields({ plan, state, view }, effect, atMs, { also: alsoFor })
      const { text } = messages.render('page', 'pagerduty', fields)
      const purpose = fields.values.purpose
      const payload = { ...payloadOf(plan, view, text), custom_details: { incident, purpose } }
      const event = { action: 'trigger' as const, key: levelDedupKey(incident, effect.level), payload }
      return send(plan, { ...event, link: incidentUrl?.(incident) }, carrying)
    },

    settle(effect, carrying) {
      const { incident, plan, view } = carrying
      const payload = payloadOf(plan, view, `${incident}: ${effect.action}`)
      return send(plan, { action: effect.action, key: levelDedupKey(incident, effect.level), payload }, carrying)
    },

    // One event, whose key joins a repeated one to the first; or a status update, which the ledger keeps single.
    async notify(effect, carrying) {
      const { incident, plan, view } = carrying
      const { text } = messages.notice(effect, carrying)
      const over = effect.moment === 'resolved' || effect.moment === 'correction'
      const key = noticeDedupKey(incident, effect.notice)
      if (client.canRead && STATUS_UPDATES.includes(effect.moment)) {
        const posted = await postStatusUpdate(client, { dedupKey: key, message: text }, carrying)
        if (posted) return posted
      }
      // An event would open a new incident there, and page somebody, for something that is long over.
      if (effect.moment === 'review') return refused('After the end PagerDuty can only be told through its REST API.')
      const event = { action: over ? ('resolve' as const) : ('trigger' as const), key }
      return send(plan, { ...event, payload: payloadOf(plan, view, text), link: incidentUrl?.(incident) }, carrying)
    },

    async test({ plan, person, atMs, signal }) {
      const { text } = messages.render('test-page', 'pagerduty', testFields(plan, person, atMs))
      const key = `test/${plan.id}/${person}/${atMs}`
      const payload: Payload = { summary: text, source: plan.system.name, severity: 'info' }
      const triggered = await send(plan, { action: 'trigger', key, payload }, { atMs, signal })
      // A test that nobody has to answer must not stay open and escalate.
      return triggered.ok ? send(plan, { action: 'resolve', key, payload }, { atMs, signal }) : triggered
    },

    lookUp: (effect, { plan, atMs, signal }) => {
      if (!client.canRead) return Promise.resolve(refused('There is no PagerDuty API key to ask who is on call.'))
      const moment = new Date(atMs).toISOString()
      const query = { 'schedule_ids[]': [effect.schedule], since: moment, until: moment }
      return answered(client.get('/oncalls', query, signal), { atMs, signal }, ({ body }) => ({
        people: onCallPeople(plan, body),
      }))
    },
  }
}

function payloadOf(plan: Plan, view: View, summary: string): Payload {
  const severity = pagerDutySeverity(plan, view.severity.id)
  return { summary: summary.slice(0, SUMMARY_CHARS_MAX), source: plan.system.name, severity }
}

/** What the plan says, else by rank: the worst critical, then error, warning, and info for all the rest. */
export function pagerDutySeverity(plan: Plan, id: string): Payload['severity'] {
  const ranked = plan.severities.toSorted((one, other) => one.rank - other.rank)
  const place = ranked.findIndex((severity) => severity.id === id)
  return ranked[place]?.pagerduty ?? PAGERDUTY_SEVERITIES[place] ?? (place < 0 ? 'critical' : 'info')
}

/** People of the plan in the order of PagerDuty's escalation levels; users whom the plan does not know are left out. */
function onCallPeople(plan: Plan, body: Record<string, unknown>): string[] {
  const shifts = (body.oncalls ?? []) as { user?: { id?: string }; escalation_level?: number }[]
  const people = shifts
    .toSorted((one, other) => (one.escalation_level ?? 0) - (other.escalation_level ?? 0))
    .flatMap(({ user }) => (user?.id && personByContact(plan, { pagerduty: user.id })) || [])
  return [...new Set(people)]
}

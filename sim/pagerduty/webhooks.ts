/**
 * v3 webhooks of the simulated account: one subscription on all incident events, signed as PagerDuty signs. Every change is sent, also
 * the echo of what the bot itself did through the Events API; an echo's agent is the integration, a person's the user. The incident's
 * `incident_key` carries the dedup_key. Each event is tried once. Webhooks leave one after the other, in the order of the changes.
 * Shapes: https://developer.pagerduty.com/docs/webhooks-overview and https://developer.pagerduty.com/docs/webhook-signatures
 */
import { createHmac } from 'node:crypto'
import { type Delivery, deliver } from '../http/deliver.ts'
import type { Agent, Incident, IncidentEventType } from './incidents.ts'
import { agentReference, policyReference, serviceReference, urgencyOf, userReference } from './rest-format.ts'

export interface Webhooks {
  /** Sends one event; undefined when webhooks are off or have nowhere to go. */
  send(type: IncidentEventType, incident: Incident, agent: Agent): Promise<Delivery | undefined>
  setUrl(url: string): void
  setEnabled(enabled: boolean): void
}

export interface WebhookOptions {
  /** Each signs: several while a secret is being replaced. */
  secrets: string[]
  newId: () => string
}

/** The value of X-PagerDuty-Signature for a body: one `v1=` for each secret, separated by commas. */
const signatureOf = (secrets: string[], body: string): string =>
  secrets.map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`).join(',')

export function createWebhooks({ secrets, newId }: WebhookOptions): Webhooks {
  const subscription = newId()
  let url: string | undefined
  let enabled = true
  let last: Promise<unknown> = Promise.resolve()

  const post = (to: string, body: string) =>
    deliver(to, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'PagerDuty-Webhook/V3.0',
        'x-pagerduty-signature': signatureOf(secrets, body),
        'x-webhook-id': newId(),
        'x-webhook-subscription': subscription,
      },
    })

  return {
    async send(type, incident, agent) {
      if (!url || !enabled) return undefined
      const to = url
      // The body is made before anything is awaited: it shows the incident as this change left it.
      const body = JSON.stringify({ event: eventOf(newId(), type, incident, agent) })
      const delivery = last.then(() => post(to, body))
      last = delivery
      return delivery
    },
    setUrl: (to) => {
      url = to
    },
    setEnabled: (on) => {
      enabled = on
    },
  }
}

const eventOf = (id: string, type: IncidentEventType, incident: Incident, agent: Agent) => ({
  id,
  event_type: type,
  resource_type: 'incident',
  occurred_at: incident.updatedAt,
  agent: agentReference(agent),
  client: 'user' in agent ? { name: 'PagerDuty' } : null,
  data: {
    id: incident.id,
    type: 'incident',
    self: `https://api.pagerduty.com/incidents/${incident.id}`,
    html_url: `https://sandbox.pagerduty.com/incidents/${incident.id}`,
    number: incident.number,
    status: incident.status,
    incident_key: incident.dedupKey,
    created_at: incident.createdAt,
    title: incident.title,
    service: serviceReference(incident.service),
    assignees: incident.assignees.map(userReference),
    escalation_policy: policyReference(),
    teams: [],
    priority: null,
    urgency: urgencyOf(incident),
    conference_bridge: null,
    resolve_reason: null,
  },
})

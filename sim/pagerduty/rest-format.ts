/**
 * Incidents, users, services and shifts in the shapes of PagerDuty's REST API v2, as far as a client of the simulator reads them;
 * fields that the simulator has no notion of (notes, priorities, teams) are left out or empty.
 */
import type { Agent, Incident, PagerDutyService, PagerDutyUser, StatusUpdate } from './incidents.ts'
import type { Shift } from './on-call.ts'

const API_URL = 'https://api.pagerduty.com'
const APP_URL = 'https://sandbox.pagerduty.com'

/** The one escalation policy of the simulated account. */
export const ESCALATION_POLICY_ID = 'PDEFAULT'

interface Reference {
  id: string
  type: string
  summary: string
  self: string
  html_url: string
}

const reference = (kind: string, path: string, id: string, summary: string): Reference => ({
  id,
  type: `${kind}_reference`,
  summary,
  self: `${API_URL}/${path}/${id}`,
  html_url: `${APP_URL}/${path}/${id}`,
})

export const userReference = (user: PagerDutyUser) => reference('user', 'users', user.id, user.name)
export const serviceReference = (service: PagerDutyService) =>
  reference('service', 'services', service.id, service.name)
export const policyReference = () =>
  reference('escalation_policy', 'escalation_policies', ESCALATION_POLICY_ID, 'Default')
const scheduleReference = (id: string) => reference('schedule', 'schedules', id, id)

export const agentReference = (agent: Agent) =>
  'user' in agent
    ? userReference(agent.user)
    : reference('inbound_integration', `services/${agent.service.id}/integrations`, agent.service.id, 'Events API v2')

export const restUser = (user: PagerDutyUser) => ({
  ...userReference(user),
  type: 'user',
  name: user.name,
  email: user.email,
})

export const restService = (service: PagerDutyService) => ({
  ...serviceReference(service),
  type: 'service',
  name: service.name,
  status: 'active',
  escalation_policy: policyReference(),
})

/** The REST API writes times so; webhooks write milliseconds. */
const wholeSeconds = (iso: string) => iso.replace(/\.\d+Z$/, 'Z')

/** @see https://developer.pagerduty.com/api-reference/005299ed43553-get-an-incident */
export function restIncident(incident: Incident) {
  return {
    ...reference('incident', 'incidents', incident.id, `[#${incident.number}] ${incident.title}`),
    type: 'incident',
    incident_number: incident.number,
    incident_key: incident.dedupKey,
    title: incident.title,
    status: incident.status,
    urgency: urgencyOf(incident),
    created_at: wholeSeconds(incident.createdAt),
    updated_at: wholeSeconds(incident.updatedAt),
    last_status_change_at: wholeSeconds(incident.updatedAt),
    resolved_at: incident.status === 'resolved' ? wholeSeconds(incident.updatedAt) : null,
    service: serviceReference(incident.service),
    escalation_policy: policyReference(),
    assignments: incident.assignees.map((user) => ({
      at: wholeSeconds(incident.updatedAt),
      assignee: userReference(user),
    })),
    acknowledgements: incident.acknowledgements.map(({ at, by }) => ({
      at: wholeSeconds(at),
      acknowledger: userReference(by),
    })),
    teams: [],
  }
}

/** @see https://developer.pagerduty.com/api-reference/78ff1f6a90ce4-create-a-status-update-on-an-incident */
export const restStatusUpdate = ({ id, at, by, message }: StatusUpdate) => ({
  id,
  message,
  created_at: wholeSeconds(at),
  sender: userReference(by),
})

/** The same as an entry of the incident's log. */
export const statusUpdateLogEntry = ({ id, at, by, message }: StatusUpdate) => ({
  id,
  type: 'status_update_log_entry',
  summary: `Status update by ${by.name}`,
  created_at: wholeSeconds(at),
  agent: userReference(by),
  message,
})

/** A contiguous time on call: https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls */
export const restOnCall = (shift: Shift) => ({
  user: userReference(shift.user),
  schedule: scheduleReference(shift.scheduleId),
  escalation_policy: policyReference(),
  escalation_level: 1,
  start: new Date(shift.startMs).toISOString(),
  end: shift.endMs === undefined ? null : new Date(shift.endMs).toISOString(),
})

export const urgencyOf = (incident: Incident) => (['critical', 'error'].includes(incident.severity) ? 'high' : 'low')

/**
 * Events API v2, `POST /v2/enqueue`: checks an event as PagerDuty documents it and applies it to the incidents.
 * Change events, images and links are accepted by PagerDuty but mean nothing to an incident: images and links are ignored here, the
 * change endpoint does not exist. Rules: https://developer.pagerduty.com/docs/send-alert-event
 */
import { type DoorReply, type DoorRequest, isObject, json, jsonBody, textOf } from '../http/messages.ts'
import type { IncidentStore, PagerDutyService } from './incidents.ts'
import type { RateWindow } from './rate-window.ts'

const EVENT_BYTES_MAX = 512 * 1024
const ROUTING_KEY_LENGTH = 32
const DEDUP_KEY_LENGTH_MAX = 255
const SUMMARY_LENGTH_MAX = 1024
const ACTIONS = ['trigger', 'acknowledge', 'resolve']
const SEVERITIES = ['critical', 'error', 'warning', 'info']

export const TOO_MANY_EVENTS: DoorReply = json(429, {
  status: 'throttle exceeded',
  message: 'Requests for this service are arriving too quickly. Please retry later.',
})

export interface EventsApi {
  services: PagerDutyService[]
  incidents: IncidentStore
  newDedupKey: () => string
  /** Absent on the driver's door, which is never limited. */
  limit?: RateWindow
}

export function enqueue(api: EventsApi, request: DoorRequest): DoorReply {
  if (request.body.length > EVENT_BYTES_MAX) {
    return invalid(`The event is ${request.body.length} bytes long, at most ${EVENT_BYTES_MAX} are accepted.`)
  }
  const event = jsonBody(request)
  if (!isObject(event)) {
    const message = 'Event object format is unrecognized'
    return json(400, { status: 'Unrecognized object', message, errors: ['JSON parse error'] })
  }
  const errors = faultsOf(event)
  if (errors.length > 0) return invalid(...errors)
  const service = api.services.find((one) => one.routingKey === event.routing_key)
  if (!service) return invalid('Invalid routing key')
  if (api.limit && !api.limit.take(service.routingKey).allowed) return TOO_MANY_EVENTS
  const dedupKey = textOf(event.dedup_key) ?? api.newDedupKey()
  apply(api.incidents, service, dedupKey, event)
  return json(202, { status: 'success', message: 'Event processed', dedup_key: dedupKey })
}

function apply(incidents: IncidentStore, service: PagerDutyService, dedupKey: string, event: Record<string, unknown>) {
  if (event.event_action === 'trigger') {
    const payload = event.payload as { summary: string; severity: string }
    incidents.trigger(service, dedupKey, { title: payload.summary, severity: payload.severity })
    return
  }
  // An event for a key without an open incident is accepted and dropped, as in PagerDuty.
  const open = incidents.findOpen(dedupKey, service)
  const status = event.event_action === 'acknowledge' ? 'acknowledged' : 'resolved'
  if (open) incidents.setStatus(open, status, { service })
}

function faultsOf(event: Record<string, unknown>): string[] {
  const errors: string[] = []
  const action = event.event_action
  if (textOf(event.routing_key)?.length !== ROUTING_KEY_LENGTH) {
    errors.push(`Length of 'routing_key' is incorrect (should be ${ROUTING_KEY_LENGTH} characters)`)
  }
  if (!ACTIONS.includes(String(action))) errors.push(`'event_action' must be one of ${ACTIONS.join(', ')}`)
  if (event.dedup_key !== undefined && typeof event.dedup_key !== 'string') errors.push("'dedup_key' must be a string")
  if (String(event.dedup_key ?? '').length > DEDUP_KEY_LENGTH_MAX) {
    errors.push(`'dedup_key' is too long (maximum ${DEDUP_KEY_LENGTH_MAX} characters)`)
  }
  if (action === 'trigger') errors.push(...payloadFaults(event.payload))
  else if (!textOf(event.dedup_key)) errors.push("'dedup_key' is missing or blank")
  return errors
}

function payloadFaults(payload: unknown): string[] {
  if (!isObject(payload)) return ["'payload' is missing or blank"]
  const errors = ['summary', 'source', 'severity']
    .filter((field) => !textOf(payload[field]))
    .map((field) => `'payload.${field}' is missing or blank`)
  if (String(payload.summary ?? '').length > SUMMARY_LENGTH_MAX) {
    errors.push(`'payload.summary' is too long (maximum ${SUMMARY_LENGTH_MAX} characters)`)
  }
  if (textOf(payload.severity) && !SEVERITIES.includes(String(payload.severity))) {
    errors.push(
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    )
  }
  return errors
}

const invalid = (...errors: string[]): DoorReply =>
  json(400, { status: 'invalid event', message: 'Event object is invalid', errors })

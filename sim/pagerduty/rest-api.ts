/**
 * The part of PagerDuty's REST API v2 that a pager needs: incidents (list, read, change status or assignees, status
 * updates and their log entries), on-calls, users, services.
 * A request needs the account's API key, and one that changes something a From header, as PagerDuty documents. Sorting and `include[]`
 * are not there. Error codes: https://developer.pagerduty.com/docs/errors
 */
import type { Clock } from '../../src/engine/clock.ts'
import { type DoorReply, type DoorRequest, isObject, json, objectBody, textOf } from '../http/messages.ts'
import type { Incident, IncidentStatus, IncidentStore, PagerDutyService, PagerDutyUser } from './incidents.ts'
import type { OnCallSchedules } from './on-call.ts'
import type { RateWindow } from './rate-window.ts'
import {
  ESCALATION_POLICY_ID,
  restIncident,
  restOnCall,
  restService,
  restStatusUpdate,
  restUser,
  statusUpdateLogEntry,
} from './rest-format.ts'

export interface RestApi {
  clock: Clock
  users: PagerDutyUser[]
  services: PagerDutyService[]
  incidents: IncidentStore
  onCall: OnCallSchedules
  /** The API key that is asked for and limited; absent on the driver's door, which asks and limits nobody. */
  guard?: { apiKey: string; limit: RateWindow }
}

const PAGE_DEFAULT = 25
const PAGE_MAX = 100
/** Most that classic pagination reaches: offset plus limit. */
const RECORDS_MAX = 10_000
const NOT_FOUND = restError(404, 2100, 'Not Found')

export function restError(status: number, code: number, message: string, ...errors: string[]): DoorReply {
  return json(status, { error: { message, code, ...(errors.length > 0 && { errors }) } })
}

export function rest(api: RestApi, request: DoorRequest): DoorReply {
  if (!api.guard) return route(api, request)
  const { apiKey, limit } = api.guard
  if (request.headers.authorization !== `Token token=${apiKey}`) {
    return restError(401, 2006, 'Authentication failed', 'The Authorization header must be "Token token=<API key>".')
  }
  const rate = limit.take(apiKey)
  const reply = rate.allowed ? route(api, request) : restError(429, 2020, 'Rate Limit Exceeded')
  const headers = { 'ratelimit-remaining': String(rate.remaining), 'ratelimit-reset': String(rate.resetSeconds) }
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

function route(api: RestApi, request: DoorRequest): DoorReply {
  const [resource, id, part, ...rest] = request.path.split('/').slice(1)
  if (rest.length > 0) return NOT_FOUND
  if (part) return partOfIncident(api, request, `${request.method} ${resource}/{id}/${part}`, id ?? '')
  switch (`${request.method} ${resource}${id ? '/{id}' : ''}`) {
    case 'GET incidents':
      return page(request, 'incidents', findIncidents(api, request).map(restIncident))
    case 'PUT incidents':
      return changeIncidents(api, request)
    case 'GET incidents/{id}':
      return one('incident', api.incidents.byId(id ?? ''), restIncident)
    case 'PUT incidents/{id}':
      return changeIncident(api, request, id ?? '')
    case 'GET oncalls':
      return listOnCalls(api, request)
    case 'GET users':
      return page(request, 'users', api.users.map(restUser))
    case 'GET users/{id}':
      return one('user', findById(api.users, id), restUser)
    case 'GET services':
      return page(request, 'services', api.services.map(restService))
    case 'GET services/{id}':
      return one('service', findById(api.services, id), restService)
    default:
      return NOT_FOUND
  }
}

function partOfIncident(api: RestApi, request: DoorRequest, route: string, id: string): DoorReply {
  const incident = api.incidents.byId(id)
  switch (route) {
    case 'POST incidents/{id}/status_updates': {
      const user = api.users.find((one) => one.email === request.headers.from)
      if (!user) return restError(400, 1008, 'Requester User Not Found')
      if (!incident) return restError(404, 5001, 'Incident Not Found')
      const message = textOf(objectBody(request).message)
      if (!message) return restError(400, 2001, 'Invalid Input Provided', 'Message cannot be blank.')
      return json(200, { status_update: restStatusUpdate(api.incidents.tellSubscribers(incident, message, user)) })
    }
    // Of the log only these: what else happens to an incident nobody here reads there.
    case 'GET incidents/{id}/log_entries':
      if (!incident) return restError(404, 5001, 'Incident Not Found')
      return page(request, 'log_entries', incident.statusUpdates.toReversed().map(statusUpdateLogEntry))
    default:
      return NOT_FOUND
  }
}

const findById = <T extends { id: string }>(all: T[], id: unknown) => all.find((item) => item.id === id)

function one<T>(name: string, found: T | undefined, shape: (found: T) => unknown): DoorReply {
  return found ? json(200, { [name]: shape(found) }) : NOT_FOUND
}

/** Classic pagination: https://developer.pagerduty.com/docs/pagination */
function page(request: DoorRequest, name: string, all: unknown[]): DoorReply {
  const limit = Number(request.query.get('limit') ?? PAGE_DEFAULT)
  const offset = Number(request.query.get('offset') ?? 0)
  if (!(limit >= 1 && limit <= PAGE_MAX && offset >= 0 && limit + offset <= RECORDS_MAX)) {
    const rule = `limit is 1 to ${PAGE_MAX}, offset and limit together at most ${RECORDS_MAX}`
    return restError(400, 2001, 'Invalid Input Provided', rule)
  }
  const total = request.query.get('total') === 'true' ? all.length : null
  const more = offset + limit < all.length
  return json(200, { [name]: all.slice(offset, offset + limit), limit, offset, more, total })
}

/** An empty filter lets everything through. */
const passes = (wanted: string[], value: string) => wanted.length === 0 || wanted.includes(value)

function findIncidents(api: RestApi, { query }: DoorRequest): Incident[] {
  const key = query.get('incident_key')
  return api.incidents
    .all()
    .filter((incident) => passes(query.getAll('statuses[]'), incident.status))
    .filter((incident) => passes(query.getAll('service_ids[]'), incident.service.id))
    .filter((incident) => key === null || incident.dedupKey === key)
}

function listOnCalls(api: RestApi, request: DoorRequest): DoorReply {
  const { query } = request
  const nowMs = api.clock.now()
  const sinceMs = query.has('since') ? Date.parse(query.get('since') ?? '') : nowMs
  const untilMs = query.has('until') ? Date.parse(query.get('until') ?? '') : Math.max(nowMs, sinceMs)
  if (!(sinceMs <= untilMs)) return restError(400, 2004, "Invalid time values in 'since' and/or 'until' parameters")
  const shifts = api.onCall
    .between(sinceMs, untilMs)
    .filter((shift) => passes(query.getAll('schedule_ids[]'), shift.scheduleId))
    .filter((shift) => passes(query.getAll('user_ids[]'), shift.user.id))
    .filter(() => passes(query.getAll('escalation_policy_ids[]'), ESCALATION_POLICY_ID))
  return page(request, 'oncalls', shifts.map(restOnCall))
}

function changeIncidents(api: RestApi, request: DoorRequest): DoorReply {
  const { incidents } = objectBody(request)
  if (!Array.isArray(incidents)) return restError(400, 2003, 'Missing Arguments', 'incidents must be an array')
  const changed: unknown[] = []
  for (const change of incidents) {
    const result = applyChange(api, request, String(change?.id), change)
    if ('refused' in result) return result.refused
    changed.push(restIncident(result.incident))
  }
  return json(200, { incidents: changed })
}

function changeIncident(api: RestApi, request: DoorRequest, id: string): DoorReply {
  const result = applyChange(api, request, id, objectBody(request).incident)
  return 'refused' in result ? result.refused : json(200, { incident: restIncident(result.incident) })
}

type Change = { incident: Incident } | { refused: DoorReply }

function applyChange(api: RestApi, request: DoorRequest, id: string, change: unknown): Change {
  const user = api.users.find((one) => one.email === request.headers.from)
  if (!user) return { refused: restError(400, 1008, 'Requester User Not Found') }
  const incident = api.incidents.byId(id)
  if (!incident) return { refused: restError(404, 5001, 'Incident Not Found') }
  if (!isObject(change)) return { refused: restError(400, 2003, 'Missing Arguments') }
  if (incident.status === 'resolved') return { refused: restError(400, 1001, 'Incident Already Resolved') }
  if (change.status !== undefined) {
    const status = String(change.status)
    if (!['acknowledged', 'resolved'].includes(status)) {
      return { refused: restError(400, 1003, 'Invalid Status Provided') }
    }
    api.incidents.setStatus(incident, status as IncidentStatus, { user })
  }
  if (Array.isArray(change.assignments)) {
    const to = change.assignments.map((assignment) => findById(api.users, assignment?.assignee?.id))
    if (to.includes(undefined)) return { refused: restError(400, 1007, 'Assigned To User Not Found') }
    api.incidents.reassign(incident, to as PagerDutyUser[], { user })
  }
  return { incident }
}

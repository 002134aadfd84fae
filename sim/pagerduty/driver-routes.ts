/**
 * What a driver of the sandbox does as a person inside PagerDuty: acknowledge, resolve, give back or hand over an incident, change who is
 * on call, and switch webhooks off. A change waits for its webhook and answers `{status}`, the bot's HTTP status: 0 when the bot could not
 * be reached (with `error`), null when webhooks are off.
 */
import type { Delivery } from '../http/deliver.ts'
import { type DoorReply, type DoorRequest, json, objectBody } from '../http/messages.ts'
import type { Incident, IncidentStore, PagerDutyUser } from './incidents.ts'
import type { OnCallSchedules } from './on-call.ts'
import { restOnCall } from './rest-format.ts'
import type { Webhooks } from './webhooks.ts'

export interface DriverRoutes {
  users: PagerDutyUser[]
  incidents: IncidentStore
  onCall: OnCallSchedules
  webhooks: Webhooks
  /** The webhook of the change that was made last. */
  lastWebhook: () => Promise<Delivery | undefined>
}

/** A `POST /_...` of the driver; undefined when the path is none of them. */
export async function driverRoute(routes: DriverRoutes, request: DoorRequest): Promise<DoorReply | undefined> {
  const { users, incidents, onCall, webhooks } = routes
  const body = objectBody(request)
  switch (`${request.method} ${request.path}`) {
    case 'POST /_acknowledge':
      return act(routes, body, (incident, user) => incidents.setStatus(incident, 'acknowledged', { user }))
    case 'POST /_unacknowledge':
      return act(routes, body, (incident, user) => incidents.setStatus(incident, 'triggered', { user }))
    case 'POST /_resolve':
      return act(routes, body, (incident, user) => incidents.setStatus(incident, 'resolved', { user }))
    case 'POST /_reassign': {
      const to = findUser(users, body.to)
      if (!to) return unknownUser(body.to)
      return act(routes, body, (incident, user) => incidents.reassign(incident, [to], { user }))
    }
    case 'POST /_oncall': {
      const user = findUser(users, body.user)
      if (body.user !== null && !user) return unknownUser(body.user)
      onCall.set(String(body.schedule), user)
      return json(200, { oncalls: onCall.between(0, Number.POSITIVE_INFINITY).map(restOnCall) })
    }
    case 'POST /_webhooks':
      webhooks.setEnabled(body.enabled !== false)
      return json(200, { enabled: body.enabled !== false })
    default:
      return undefined
  }
}

async function act(
  routes: DriverRoutes,
  body: Record<string, unknown>,
  change: (incident: Incident, user: PagerDutyUser) => boolean,
): Promise<DoorReply> {
  const user = findUser(routes.users, body.user)
  if (!user) return unknownUser(body.user)
  const key = String(body.dedup_key)
  const incident = routes.incidents.findOpen(key) ?? routes.incidents.findNewest(key)
  if (!incident) return json(404, { error: `No incident has the dedup_key "${key}".` })
  if (!change(incident, user)) return json(409, { error: `Incident ${incident.id} is ${incident.status} already.` })
  const delivery = await routes.lastWebhook()
  return json(200, { status: delivery?.status ?? null, ...(delivery?.error && { error: delivery.error }) })
}

const findUser = (users: PagerDutyUser[], wanted: unknown) =>
  users.find((user) => user.id === wanted || user.email === wanted)

const unknownUser = (wanted: unknown) =>
  json(404, { error: `No PagerDuty user has the id or mail address "${wanted}".` })

/**
 * The incidents of the simulated PagerDuty account: what a trigger opens, and who acknowledged, resolved or was given what.
 * One open incident for each routing key and dedup_key, as PagerDuty deduplicates; a resolved one stays resolved and a new trigger opens
 * the next. Changes are told to `onChange`; ids, users and time come from outside. Knows no HTTP and sends nothing.
 */
import type { Clock } from '../../src/engine/clock.ts'
import { isoAt } from '../http/call-log.ts'

export interface PagerDutyUser {
  id: string
  name: string
  email: string
}

export interface PagerDutyService {
  id: string
  name: string
  /** The 32 characters of the service's Events API v2 integration key. */
  routingKey: string
}

export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved'

export interface Incident {
  id: string
  number: number
  /** What the Events API calls dedup_key; REST and webhooks call it incident_key. */
  dedupKey: string
  service: PagerDutyService
  title: string
  severity: string
  status: IncidentStatus
  createdAt: string
  updatedAt: string
  assignees: PagerDutyUser[]
  acknowledgements: { at: string; by: PagerDutyUser }[]
  /** What subscribers were told, oldest first. */
  statusUpdates: StatusUpdate[]
}

export interface StatusUpdate {
  id: string
  at: string
  by: PagerDutyUser
  message: string
}

/** Who changed an incident: a person in PagerDuty, or the integration through which an event came. */
export type Agent = { user: PagerDutyUser } | { service: PagerDutyService }

/** The incident event types of v3 webhooks that this account can produce. */
export type IncidentEventType =
  | 'incident.triggered'
  | 'incident.acknowledged'
  | 'incident.unacknowledged'
  | 'incident.reassigned'
  | 'incident.resolved'

type IncidentListener = (type: IncidentEventType, incident: Incident, agent: Agent) => void

export interface IncidentStore {
  /** Opens an incident, or adds to the open one of that key, which changes nothing that anyone is told of. */
  trigger(service: PagerDutyService, dedupKey: string, about: { title: string; severity: string }): Incident
  /** Moves an incident. False when PagerDuty would not: it is resolved, or there already. */
  setStatus(incident: Incident, status: IncidentStatus, agent: Agent): boolean
  reassign(incident: Incident, to: PagerDutyUser[], agent: Agent): boolean
  /** Also on one that is resolved. */
  tellSubscribers(incident: Incident, message: string, by: PagerDutyUser): StatusUpdate
  /** The open incident of that key; of several services the newest, when `service` is left out. */
  findOpen(dedupKey: string, service?: PagerDutyService): Incident | undefined
  /** The newest incident of that key, resolved or not. */
  findNewest(dedupKey: string): Incident | undefined
  byId(id: string): Incident | undefined
  /** Oldest first. */
  all(): Incident[]
}

export interface IncidentStoreOptions {
  clock: Clock
  newId: () => string
  /** Who is assigned when an incident opens. */
  onCallNow: () => PagerDutyUser[]
  onChange: IncidentListener
}

const CHANGE_OF_STATUS = {
  triggered: 'incident.unacknowledged',
  acknowledged: 'incident.acknowledged',
  resolved: 'incident.resolved',
} as const

export function createIncidentStore(options: IncidentStoreOptions): IncidentStore {
  const incidents: Incident[] = []
  const newestFirst = () => incidents.toReversed()
  const store: IncidentStore = {
    trigger(service, dedupKey, about) {
      const open = store.findOpen(dedupKey, service)
      if (open) return open
      const at = isoAt(options.clock)
      const incident: Incident = {
        id: options.newId(),
        number: incidents.length + 1,
        dedupKey,
        service,
        ...about,
        status: 'triggered',
        createdAt: at,
        updatedAt: at,
        assignees: options.onCallNow(),
        acknowledgements: [],
        statusUpdates: [],
      }
      incidents.push(incident)
      options.onChange('incident.triggered', incident, { service })
      return incident
    },
    setStatus(incident, status, agent) {
      if (incident.status === 'resolved' || incident.status === status) return false
      const at = isoAt(options.clock)
      incident.status = status
      incident.updatedAt = at
      incident.acknowledgements = status === 'acknowledged' && 'user' in agent ? [{ at, by: agent.user }] : []
      options.onChange(CHANGE_OF_STATUS[status], incident, agent)
      return true
    },
    reassign(incident, to, agent) {
      if (incident.status === 'resolved') return false
      // A reassigned incident pages its new assignees, so it goes back to triggered.
      incident.status = 'triggered'
      incident.acknowledgements = []
      incident.assignees = to
      incident.updatedAt = isoAt(options.clock)
      options.onChange('incident.reassigned', incident, agent)
      return true
    },
    tellSubscribers(incident, message, by) {
      const update = { id: options.newId(), at: isoAt(options.clock), by, message }
      incident.statusUpdates.push(update)
      return update
    },
    findOpen: (dedupKey, service) =>
      newestFirst().find(
        (incident) =>
          incident.status !== 'resolved' &&
          incident.dedupKey === dedupKey &&
          (!service || incident.service === service),
      ),
    findNewest: (dedupKey) => newestFirst().find((incident) => incident.dedupKey === dedupKey),
    byId: (id) => incidents.find((incident) => incident.id === id),
    all: () => [...incidents],
  }
  return store
}

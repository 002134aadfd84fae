/**
 * The page as Atlassian Statuspage's public API v2 answers (status.atlassian.com/api), so that whatever reads one page reads ours.
 * `recovering`, which that vocabulary lacks, is told as `identified`.
 */
import type { Status } from '../../incident/events.ts'
import type { PublicIncident, PublicUpdate } from './public-incident.ts'
import type { PublicPage } from './public-page.ts'
import { componentJson, componentsJson, iso } from './statuspage-component.ts'
import { incomplete, inState, maintenanceJson } from './statuspage-maintenance.ts'

/** As many as Statuspage lists. */
const INCIDENTS_MAX = 50

const statusOf = (status: Status): string => (status === 'recovering' ? 'identified' : status)

function pageJson({ id, name, url, updatedMs }: PublicPage) {
  return { id, name, url, time_zone: 'Etc/UTC', updated_at: iso(updatedMs) }
}

const statusJson = ({ indicator, description }: PublicPage) => ({ indicator, description })

function updateJson(incident: PublicIncident, { atMs, status, body }: PublicUpdate, index: number) {
  return {
    id: `${incident.id}-${index + 1}`,
    status: statusOf(status),
    body,
    incident_id: incident.id,
    created_at: iso(atMs),
    updated_at: iso(atMs),
    display_at: iso(atMs),
    affected_components: null,
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  }
}

function incidentJson(page: PublicPage, incident: PublicIncident) {
  const { id, title, status, impact, startedMs, endedMs, updates } = incident
  const monitoringMs = updates.findLast((one) => one.status === 'monitoring')?.atMs
  return {
    id,
    name: title,
    status: statusOf(status),
    created_at: iso(startedMs),
    updated_at: iso(updates.at(-1)!.atMs),
    monitoring_at: monitoringMs === undefined ? null : iso(monitoringMs),
    resolved_at: endedMs === null ? null : iso(endedMs),
    impact,
    shortlink: page.addresses.incident(incident.planId, id),
    started_at: iso(startedMs),
    page_id: page.id,
    incident_updates: updates.map((update, index) => updateJson(incident, update, index)).reverse(),
    components: page.components
      .filter((one) => incident.components.includes(one.id))
      .map((one) => componentJson(page, one)),
  }
}

const unresolved = (page: PublicPage) => page.incidents.filter((one) => one.endedMs === null)

/** By the file's path below `/api/v2/`. */
export const STATUSPAGE_FILES = {
  'summary.json': (page: PublicPage) => ({
    page: pageJson(page),
    components: componentsJson(page),
    incidents: unresolved(page).map((one) => incidentJson(page, one)),
    scheduled_maintenances: incomplete(page),
    status: statusJson(page),
  }),
  'status.json': (page: PublicPage) => ({ page: pageJson(page), status: statusJson(page) }),
  'components.json': (page: PublicPage) => ({
    page: pageJson(page),
    components: componentsJson(page),
  }),
  'incidents.json': (page: PublicPage) => ({
    page: pageJson(page),
    incidents: page.incidents.slice(0, INCIDENTS_MAX).map((one) => incidentJson(page, one)),
  }),
  'incidents/unresolved.json': (page: PublicPage) => ({
    page: pageJson(page),
    incidents: unresolved(page).map((one) => incidentJson(page, one)),
  }),
  'scheduled-maintenances.json': (page: PublicPage) => ({
    page: pageJson(page),
    scheduled_maintenances: page.maintenance.toReversed().map((one) => maintenanceJson(page, one)),
  }),
  'scheduled-maintenances/upcoming.json': (page: PublicPage) => ({
    page: pageJson(page),
    scheduled_maintenances: inState(page, 'scheduled'),
  }),
  'scheduled-maintenances/active.json': (page: PublicPage) => ({
    page: pageJson(page),
    scheduled_maintenances: inState(page, 'in_progress'),
  }),
} as const

/**
 * One page of the simulated Statuspage: its components and incidents in the shapes of the management API, and the rules by which an update
 * changes them. A resolved incident stays listed. Subscribers, postmortems, scheduled maintenance and templates do not exist here.
 * Shapes: https://developer.statuspage.io/
 */
import type { Clock } from '../../src/engine/clock.ts'
import { isoAt } from '../http/call-log.ts'

export const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved']
export const IMPACTS = ['none', 'maintenance', 'minor', 'major', 'critical']
/** With the impact that an incident takes from a component in that state, least first. */
const IMPACT_OF: Record<string, string> = {
  operational: 'none',
  under_maintenance: 'maintenance',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
}
export const COMPONENT_STATUSES = Object.keys(IMPACT_OF)

export interface Component {
  id: string
  page_id: string
  name: string
  description: string | null
  status: string
  position: number
  created_at: string
  updated_at: string
}

interface IncidentUpdate {
  id: string
  incident_id: string
  status: string
  body: string
  created_at: string
  display_at: string
  deliver_notifications: boolean
  affected_components: { code: string; name: string; old_status: string; new_status: string }[]
}

export interface PageIncident {
  id: string
  page_id: string
  name: string
  status: string
  impact: string
  impact_override: string | null
  created_at: string
  updated_at: string
  monitoring_at: string | null
  resolved_at: string | null
  shortlink: string
  metadata: Record<string, unknown>
  components: Component[]
  /** Newest first, as the API gives them. */
  incident_updates: IncidentUpdate[]
}

/** What a checked POST or PATCH asks for; everything else of the incident stays as it was. */
export interface IncidentChange {
  name?: string
  status?: string
  body?: string
  impactOverride?: string
  deliverNotifications?: boolean
  metadata?: Record<string, unknown>
  /** The components that the incident is about, all of them. */
  componentIds?: string[]
  /** New states, by component id. */
  components?: Record<string, string>
}

export interface Page {
  id: string
  components: Component[]
  /** Newest first. */
  incidents(): PageIncident[]
  open(change: IncidentChange & { name: string }): PageIncident
  update(incident: PageIncident, change: IncidentChange): void
  setComponent(component: Component, change: Partial<Pick<Component, 'status' | 'name' | 'description'>>): void
}

export interface PageSeed {
  id: string
  /** In their order. */
  components: { id: string; name: string }[]
}

export function createPage(seed: PageSeed, clock: Clock, newId: () => string): Page {
  const pageId = seed.id
  const openedAt = isoAt(clock)
  const components: Component[] = seed.components.map((one, index) => ({
    ...one,
    page_id: pageId,
    description: null,
    status: 'operational',
    position: index + 1,
    created_at: openedAt,
    updated_at: openedAt,
  }))
  const incidents: PageIncident[] = []

  const setComponent: Page['setComponent'] = (component, change) => {
    Object.assign(component, change, { updated_at: isoAt(clock) })
  }

  const update: Page['update'] = (incident, change) => {
    const at = isoAt(clock)
    const states = change.components ?? {}
    const aboutIds = change.componentIds ?? incident.components.map(({ id }) => id)
    incident.components = components.filter(({ id }) => aboutIds.includes(id) || id in states)
    const affected = incident.components.map((component) => {
      const [old_status, new_status] = [component.status, states[component.id] ?? component.status]
      if (new_status !== old_status) setComponent(component, { status: new_status })
      return { code: component.id, name: component.name, old_status, new_status }
    })
    incident.name = change.name ?? incident.name
    incident.status = change.status ?? incident.status
    incident.impact_override = change.impactOverride ?? incident.impact_override
    incident.impact = incident.impact_override ?? worse(incident)
    incident.metadata = change.metadata ?? incident.metadata
    incident.updated_at = at
    if (incident.status === 'monitoring') incident.monitoring_at ??= at
    incident.resolved_at = incident.status === 'resolved' ? (incident.resolved_at ?? at) : null
    if (change.body === undefined && change.status === undefined) return
    incident.incident_updates.unshift({
      id: newId(),
      incident_id: incident.id,
      status: incident.status,
      body: change.body ?? '',
      created_at: at,
      display_at: at,
      deliver_notifications: change.deliverNotifications ?? true,
      affected_components: affected,
    })
  }

  return {
    id: pageId,
    components,
    incidents: () => incidents.toReversed(),
    open(change) {
      const [id, at] = [newId(), isoAt(clock)]
      const incident: PageIncident = {
        id,
        page_id: pageId,
        name: change.name,
        status: 'investigating',
        impact: 'none',
        impact_override: null,
        created_at: at,
        updated_at: at,
        monitoring_at: null,
        resolved_at: null,
        shortlink: `https://stspg.io/${id}`,
        metadata: {},
        components: [],
        incident_updates: [],
      }
      incidents.push(incident)
      update(incident, { status: 'investigating', ...change })
      return incident
    },
    update,
    setComponent,
  }
}

/** An incident's impact follows the worst state that its components had, and does not go down again as they recover. */
function worse(incident: PageIncident): string {
  const rank = (impact: string) => IMPACTS.indexOf(impact)
  return incident.components
    .map((component) => IMPACT_OF[component.status] ?? 'none')
    .reduce((worst, impact) => (rank(impact) > rank(worst) ? impact : worst), incident.impact)
}

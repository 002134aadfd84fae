/**
 * The part of Atlassian Statuspage's management API that publishing an incident needs: incidents (create, change, list, read) and components
 * (list, read, change) under `/v1/pages/{page}`, as JSON. Checks what it is sent and answers 422 with every fault. Form bodies, PUT and
 * DELETE are not taken. Rules: https://developer.statuspage.io/
 */
import { type DoorReply, type DoorRequest, isObject, json, objectBody, textOf } from '../http/messages.ts'
import {
  COMPONENT_STATUSES,
  type Component,
  IMPACTS,
  INCIDENT_STATUSES,
  type IncidentChange,
  type Page,
  type PageIncident,
} from './page.ts'

const PAGE_DEFAULT = 100
const NOT_FOUND = json(404, { error: 'Not found' })

/** @param apiKey what the Authorization header must carry after `OAuth `; undefined on the driver's door, which asks for none. */
export function manage(all: readonly Page[], apiKey: string | undefined, request: DoorRequest): DoorReply {
  if (apiKey !== undefined && request.headers.authorization !== `OAuth ${apiKey}`) {
    return json(401, { error: 'Could not authenticate' })
  }
  const [, version, pages, pageId, kind, id, ...rest] = request.path.replace(/\.json$/, '').split('/')
  const page = all.find((one) => one.id === pageId)
  if (version !== 'v1' || pages !== 'pages' || !page || rest.length > 0) return NOT_FOUND
  const incident = page.incidents().find((one) => one.id === id)
  const component = page.components.find((one) => one.id === id)
  switch (`${request.method} ${kind}${id === undefined ? '' : '/{id}'}`) {
    case 'GET incidents':
      return listed(page.incidents(), request)
    case 'POST incidents':
      return openIncident(page, request)
    case 'GET incidents/{id}':
      if (id === 'unresolved') return listed(unresolved(page), request)
      return incident ? json(200, incident) : NOT_FOUND
    case 'PATCH incidents/{id}':
      return incident ? changeIncident(page, incident, request) : NOT_FOUND
    case 'GET components':
      return listed(page.components, request)
    case 'GET components/{id}':
      return component ? json(200, component) : NOT_FOUND
    case 'PATCH components/{id}':
      return component ? changeComponent(page, component, request) : NOT_FOUND
    default:
      return NOT_FOUND
  }
}

const unresolved = (page: Page) => page.incidents().filter((incident) => incident.status !== 'resolved')

function listed(all: unknown[], { query }: DoorRequest): DoorReply {
  const [size, number] = [
    Number(query.get('limit') ?? query.get('per_page') ?? PAGE_DEFAULT),
    Number(query.get('page') ?? 1),
  ]
  return json(200, all.slice((number - 1) * size, number * size))
}

function openIncident(page: Page, request: DoorRequest): DoorReply {
  const asked = objectBody(request).incident
  if (!isObject(asked)) return json(400, { error: 'incident is missing' })
  const name = textOf(asked.name)
  const errors = [...(name ? [] : ["Name can't be blank"]), ...faultsOf(page, asked)]
  if (!name || errors.length > 0) return json(422, { error: errors })
  return json(201, page.open({ ...changeOf(asked), name }))
}

function changeIncident(page: Page, incident: PageIncident, request: DoorRequest): DoorReply {
  const asked = objectBody(request).incident
  if (!isObject(asked)) return json(400, { error: 'incident is missing' })
  const errors = faultsOf(page, asked)
  if (errors.length > 0) return json(422, { error: errors })
  page.update(incident, changeOf(asked))
  return json(200, incident)
}

function changeComponent(page: Page, component: Component, request: DoorRequest): DoorReply {
  const asked = objectBody(request).component
  if (!isObject(asked)) return json(400, { error: 'component is missing' })
  const [status, name, description] = [textOf(asked.status), textOf(asked.name), textOf(asked.description)]
  if (asked.status !== undefined && !COMPONENT_STATUSES.includes(String(status))) {
    return json(422, { error: [`Status must be one of ${COMPONENT_STATUSES.join(', ')}`] })
  }
  page.setComponent(component, {
    ...(status && { status }),
    ...(name && { name }),
    ...(description && { description }),
  })
  return json(200, component)
}

function faultsOf(page: Page, asked: Record<string, unknown>): string[] {
  const errors: string[] = []
  const oneOf = (field: string, allowed: string[]) => {
    const value = asked[field]
    if (value !== undefined && value !== null && !allowed.includes(String(value))) {
      errors.push(`${field} must be one of ${allowed.join(', ')}`)
    }
  }
  oneOf('status', INCIDENT_STATUSES)
  oneOf('impact_override', IMPACTS)
  if (asked.body !== undefined && typeof asked.body !== 'string') errors.push('body must be a string')
  const { components = {}, component_ids: ids = [] } = asked
  if (!isObject(components)) return [...errors, 'components must be an object of statuses by component id']
  if (!Array.isArray(ids)) return [...errors, 'component_ids must be an array']
  for (const [id, status] of Object.entries(components)) {
    if (!COMPONENT_STATUSES.includes(String(status))) {
      errors.push(`components.${id} must be one of ${COMPONENT_STATUSES.join(', ')}`)
    }
  }
  for (const id of [...Object.keys(components), ...ids.map(String)]) {
    if (!page.components.some((component) => component.id === id)) errors.push(`Component ${id} does not exist`)
  }
  return errors
}

/** The fields of a body that has no faults. */
function changeOf(asked: Record<string, unknown>): IncidentChange {
  const { name, status, body, impact_override, deliver_notifications, metadata, component_ids, components } = asked
  return {
    ...(textOf(name) && { name: String(name) }),
    ...(textOf(status) && { status: String(status) }),
    ...(body !== undefined && { body: String(body) }),
    ...(textOf(impact_override) && { impactOverride: String(impact_override) }),
    ...(deliver_notifications !== undefined && { deliverNotifications: deliver_notifications === true }),
    ...(isObject(metadata) && { metadata }),
    ...(Array.isArray(component_ids) && { componentIds: component_ids.map(String) }),
    ...(isObject(components) && { components: components as Record<string, string> }),
  }
}

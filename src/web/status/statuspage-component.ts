/** Components and groups of them in the form of Statuspage's public API v2: a group is a component with `group: true`. */
import type { PublicComponent } from './public-incident.ts'
import type { PublicPage } from './public-page.ts'

export const iso = (atMs: number): string => new Date(atMs).toISOString()

export function componentJson(page: PublicPage, component: PublicComponent) {
  const affecting = page.incidents.filter((one) => one.components.includes(component.id))
  const changedMs = affecting[0]?.updates.at(-1)?.atMs ?? page.updatedMs
  return {
    id: component.id,
    name: component.name,
    status: component.status,
    created_at: null,
    updated_at: iso(changedMs),
    position: page.components.findIndex((one) => one.id === component.id) + 1,
    description: null,
    showcase: false,
    start_date: null,
    group_id: component.group?.id ?? null,
    page_id: page.id,
    group: false,
    only_show_if_degraded: false,
  }
}

/** All components, and behind them the groups that they are in. */
export function componentsJson(page: PublicPage) {
  const groups = new Map(page.components.flatMap(({ group }) => (group ? [[group.id, group] as const] : [])))
  return [
    ...page.components.map((one) => componentJson(page, one)),
    ...[...groups.values()].map((group, index) => groupJson(page, group, index)),
  ]
}

function groupJson(page: PublicPage, { id, label }: { id: string; label: string }, index: number) {
  const members = page.components.filter((one) => one.group?.id === id)
  const first = componentJson(page, members[0]!)
  return {
    ...first,
    id,
    name: label,
    status: worstOf(members),
    position: page.components.length + index + 1,
    group_id: null,
    group: true,
    components: members.map((one) => one.id),
  }
}

const worstOf = (members: readonly PublicComponent[]) => {
  const order = ['operational', 'under_maintenance', 'degraded_performance', 'partial_outage', 'major_outage']
  return order[Math.max(...members.map(({ status }) => order.indexOf(status)))]
}

/** What an incident looks like on a hosted Statuspage: its words, and the state of its components by their ids there. */
import type { Status } from '../../incident/events.ts'
import type { IncidentState } from '../../incident/state.ts'
import type { View } from '../../incident/view-shape.ts'
import type { Messages } from '../../messages/messages.ts'
import { publicTitle, standingWords } from '../../messages/standing-words.ts'
import type { Plan } from '../../plan/schema.ts'

/** Statuspage has no word for recovering. */
const STATUSES: Record<Status, string> = {
  investigating: 'investigating',
  identified: 'identified',
  recovering: 'identified',
  monitoring: 'monitoring',
  resolved: 'resolved',
}

/** By severity, 1 is the worst. */
const COMPONENT_STATES = ['major_outage', 'partial_outage']
const COMPONENT_STATE_OF_THE_REST = 'degraded_performance'

/** An incident that was merged into another one is over here; the other one has an entry of its own. */
const isOver = (view: View) => view.phase !== 'open'

export function entryOf({ plan, view }: { plan: Plan; view: View }, messages: Messages) {
  const newest = view.updates.findLast((update) => update.public)
  const standing = standingWords(messages, plan, view.phase === 'cancelled' ? 'cancelled' : view.status)
  const own = view.phase === 'cancelled' ? undefined : newest?.text
  return {
    name: publicTitle(plan),
    status: isOver(view) ? 'resolved' : STATUSES[view.status],
    body: own ?? standing,
  }
}

type About = { plan: Plan; state: IncidentState; view: View }

/** The plan's public components that the incident is about, by their labels, and how they are. */
export function publicStatesOf({ plan, state, view }: About): { name: string; status: string }[] {
  const status = isOver(view)
    ? 'operational'
    : (COMPONENT_STATES[view.severity.rank - 1] ?? COMPONENT_STATE_OF_THE_REST)
  return state.components.flatMap((id) =>
    plan.components[id]?.public ? [{ name: plan.components[id].label, status }] : [],
  )
}

/**
 * The same by the ids of the hosted page's components of the same name. What the page does not have is left out.
 */
export function componentsOf(
  about: About,
  hosted: unknown,
): { components: Record<string, string>; component_ids: string[] } {
  const known = Array.isArray(hosted) ? (hosted as { id: string; name: string }[]) : []
  const wanted = new Map(publicStatesOf(about).map(({ name, status }) => [name.toLowerCase(), status]))
  const found = known.flatMap(({ id, name }): [string, string][] => {
    const status = wanted.get(name.toLowerCase())
    return status === undefined ? [] : [[id, status]]
  })
  return { components: Object.fromEntries(found), component_ids: found.map(([id]) => id) }
}

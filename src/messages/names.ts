/** How people, and what they chose, are named in sentences. Never an address. */
import type { Actor } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'

/** A person by their id in the plan; somebody whom only Slack knows (`slack:U024BE7LH`) is mentioned. */
export function personName(plan: Plan, id: string): string {
  const known = plan.people[id]?.name
  if (known) return known
  const [from, name] = splitId(id)
  return from === 'slack' ? `<@${name}>` : id
}

/** Whoever did something: their name, or where they came from when the plan does not know them. */
export function actorName(plan: Plan, actor: Actor): string {
  if (actor.person) return personName(plan, actor.person)
  const [from, name] = splitId(actor.id)
  switch (from) {
    case 'slack':
      return `<@${name}>`
    case 'pagerduty':
      return `somebody in PagerDuty (${name})`
    case 'cli':
      return `${name} at the command line`
    case 'phone':
      return 'somebody by phone'
    case 'mail':
      return 'somebody by mail'
    case 'system':
      return 'Muster'
    default:
      return actor.id
  }
}

export const severityLabel = (plan: Plan, severity: string): string =>
  plan.severities.find(({ id }) => id === severity)?.label ?? severity

function splitId(id: string): [from: string, name: string] {
  const colon = id.indexOf(':')
  return colon < 0 ? [id, ''] : [id.slice(0, colon), id.slice(colon + 1)]
}

/** What the public is told about a status when nobody has written an update. */
import type { Status } from '../incident/events.ts'
import type { Plan } from '../plan/schema.ts'
import { systemValues } from './fields.ts'
import type { Messages } from './messages.ts'

/** `cancelled` is a false alarm. The words come from `status-<status>.liquid`, the plan's own where it has one. */
export function standingWords(messages: Messages, plan: Plan, status: Status | 'cancelled'): string {
  const fields = { planId: plan.id, drill: false, values: systemValues(plan) }
  return messages.render(`status-${status}`, 'status-page', fields).text
}

/** Title of an incident in public: never the scenario's internal name. */
export const publicTitle = (plan: Plan): string => `Service disruption – ${plan.system.publicName ?? plan.system.name}`

/** Of an incident that turned out to be the same as another one. */
export const MERGED_WORDS = 'This disruption is followed in another entry on this page.'

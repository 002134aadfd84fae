/** What mails of the status page to its subscribers can say: what the page says, and the links by which a subscription begins and ends. */
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import type { Plan } from '../plan/schema.ts'
import { INTERNAL_FIELDS } from './field-catalogue.ts'
import { type MessageFields, messageFields, servicesOf, systemValues } from './fields.ts'

/** For `subscriber-update`. Nothing internal is among the values, whatever a template names. */
export function subscriberFields(
  { plan, state, view, atMs }: { plan: Plan; state: IncidentState; view: View; atMs: number },
  own: { pageText: string | null; unsubscribeUrl: string },
): MessageFields {
  const fields = messageFields(plan, state, view, atMs)
  const internal: ReadonlySet<string> = new Set([...INTERNAL_FIELDS, 'cause'])
  const values = Object.entries(fields.values).filter(([field]) => !internal.has(field))
  return {
    ...fields,
    values: {
      ...Object.fromEntries(values),
      cause: null,
      services: servicesOf(plan, view, true),
      ...own,
      confirmUrl: null,
    },
  }
}

/** For `subscriber-confirm`. */
export const confirmationFields = (plan: Plan, confirmUrl: string): MessageFields => ({
  planId: plan.id,
  drill: false,
  values: { ...systemValues(plan), confirmUrl, pageText: null, unsubscribeUrl: null },
})

/**
 * What a message to one person can say about what others are told: a draft that waits, a question, a message that is late. Promises a value or null
 * for every field that `draft`, `question` and `late-notice` can name.
 */
import type { NoticeMark } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import type { Plan } from '../plan/schema.ts'
import { TASK_FIELDS } from './field-catalogue.ts'
import { type FieldValue, type MessageFields, messageFields } from './fields.ts'

type Own = Exclude<(typeof TASK_FIELDS)[number], 'person'>

/** As in "The message to Customers …". */
export const MARK_WORDS: Record<NoticeMark, string> = {
  '50': 'has used up half of its time',
  '75': 'has used up three quarters of its time',
  '90': 'has used up nine tenths of its time',
  soon: 'is due in a moment',
  missed: 'is late',
}

/** @param own what is asked; what is left out is null. Times are words already, such as `clockText` gives. */
export function taskFields(
  { plan, state, view, atMs }: { plan: Plan; state: IncidentState; view: View; atMs: number },
  person: string,
  own: Partial<Record<Own, string | null>>,
): MessageFields {
  const fields = messageFields(plan, state, view, atMs, plan.people[person]?.zone)
  const nothing: Record<string, FieldValue> = Object.fromEntries(TASK_FIELDS.map((field) => [field, null]))
  const name = plan.people[person]?.name ?? person
  return { ...fields, values: { ...fields.values, ...nothing, ...own, person: name } }
}

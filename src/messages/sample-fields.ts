/**
 * Values to show a template with when there is no incident: the examples of the field catalogue, with what is not known yet at the template's moment
 * left out, so that it reads as it would then.
 */
import { FIELD_MEANINGS, isoName, TIME_FIELDS } from './field-catalogue.ts'
import type { FieldValue, MessageFields } from './fields.ts'
import type { TemplateMoment } from './template-file.ts'

const AT_THE_END = ['resolved', 'period', 'followUp', 'cause'] as const
const UNKNOWN: Partial<Record<TemplateMoment, readonly string[]>> = {
  initial: [...AT_THE_END, 'latest', 'updates', 'changes', 'actions', 'reviewLink'],
  progress: [...AT_THE_END, 'reviewLink'],
  resolved: ['eta', 'nextUpdate', 'nextSteps', 'reviewLink'],
  review: ['eta', 'nextUpdate', 'nextSteps'],
  subscription: AT_THE_END,
}

export function sampleFields(moment: TemplateMoment, planId: string, drill = false): MessageFields {
  const values: Record<string, FieldValue> = {}
  for (const [field, { example }] of Object.entries(FIELD_MEANINGS)) {
    values[field] = typeof example === 'string' ? example : [...example]
  }
  if (moment === 'initial') values.status = 'Investigating'
  if (moment === 'resolved' || moment === 'review') {
    Object.assign(values, { status: 'Resolved', duration: '2 h 20 min' })
  }
  if (moment === 'question') values.otherwise = 'Whoever leads the incident is asked too'
  if (moment === 'late') values.task = 'Send it, or say what holds it up'
  for (const field of UNKNOWN[moment] ?? []) values[field] = Array.isArray(values[field]) ? [] : null
  for (const field of TIME_FIELDS) {
    const value = values[field]
    values[isoName(field)] = typeof value === 'string' ? isoOf(value) : null
  }
  return { planId, drill, values }
}

/** The examples are written for people, in UTC. */
const isoOf = (text: string): string =>
  text.replace(/(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC/g, '$1T$2:00Z').replace(' – ', '/')

/** Forms about one incident: most ask for a line or two of text. */
import type { Form, FormField } from '../command.ts'

/** A form that runs `command` on an incident. Slack shows at most 24 characters of a title. */
export const incidentForm = (command: string, incident: string, title: string, fields: FormField[]): Form => ({
  command,
  title,
  submit: 'Send',
  incident,
  fields,
})

/** The parameter `text`: what most commands take as words. */
export const textField = (label: string, more: { optional?: boolean; hint?: string } = {}): FormField => ({
  kind: 'multiline',
  param: 'text',
  label,
  ...more,
})

/** Values of a form's parameter `text`, else the words as typed. */
export const textOf = (request: { words: string; values?: Record<string, string> }): string =>
  (request.values ? (request.values.text ?? '') : request.words).trim()

/** A checkbox comes as its value or not at all. */
export const isChecked = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== 'false'

/** What is entered in a form, by the id of its input, and what each input begins with. Pure. */
import type { Json } from '../../state/workspace-state.ts'

export type Entry = string | string[]
export type Entries = Record<string, Entry>

/** Inputs of a view: blocks of kind `input`, the only ones that hold an entry in this workspace. */
export const inputsOf = (blocks: unknown): Json[] =>
  Array.isArray(blocks) ? (blocks as Json[]).filter(({ type }) => type === 'input') : []

/** What an element holds before anybody enters anything; undefined for nothing. */
export function initialEntry(element: Json): Entry | undefined {
  const chosenValue = (option: unknown) => String((option as Json).value)
  if (Array.isArray(element.initial_options)) return element.initial_options.map(chosenValue)
  if (element.initial_option) return chosenValue(element.initial_option)
  const initial = element.initial_value ?? element.initial_user ?? element.initial_date_time ?? element.initial_date
  return initial === undefined ? undefined : String(initial)
}

/** Entries that say something; an input left empty is left out, as Slack leaves it. */
export function filled(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry.length > 0))
}

/** `2026-12-05T10:30` of a date-and-time field, read as UTC, in seconds; '' for none. */
export const secondsOf = (local: string): string => (local ? String(Date.parse(`${local}Z`) / 1000) : '')
export const localOf = (seconds: string): string =>
  seconds ? new Date(Number(seconds) * 1000).toISOString().slice(0, 16) : ''

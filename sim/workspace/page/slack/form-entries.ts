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

/** `2026-12-05T10:30` of a date-and-time field, read in that IANA zone, in seconds since 1970; '' for none. */
export function secondsOf(local: string, zone: string): string {
  if (!local) return ''
  const asUtcMs = Date.parse(`${local}Z`)
  // The offset is that of the moment itself; the first guess is off by it, which counts only around a change of clocks.
  const nearMs = asUtcMs - offsetMs(asUtcMs, zone)
  return String((asUtcMs - offsetMs(nearMs, zone)) / 1000)
}

export function localOf(seconds: string, zone: string): string {
  if (!seconds) return ''
  const atMs = Number(seconds) * 1000
  return new Date(atMs + offsetMs(atMs, zone)).toISOString().slice(0, 16)
}

/** How far the zone's clocks are ahead of UTC at that moment. */
function offsetMs(atMs: number, zone: string): number {
  const style = { dateStyle: 'short', timeStyle: 'medium', timeZone: zone } as const
  // The Swedish way of writing a moment is that of ISO 8601, but for the T.
  const local = new Intl.DateTimeFormat('sv-SE', style).format(atMs)
  return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(atMs / 1000) * 1000
}

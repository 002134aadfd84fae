/**
 * The journal of a rehearsal with its times as people count them there: `atMs` becomes `at`, every other instant loses its `Ms` and every length ends in
 * `Seconds`. What the timeline says of an event stands beside it, as `text`.
 */
import { tell } from '../messages/tell.ts'
import type { Rehearsed } from './rehearse.ts'

export interface ReportedEvent {
  seq: number
  /** Seconds from the declaration. */
  at: number
  type: string
  /** In the timeline's words; absent: housekeeping. */
  text?: string
  /** What somebody wrote, which the journal has as `text`. */
  words?: unknown
  [field: string]: unknown
}

export function reportedEvents({ wanted: { plan, startMs }, state, events }: Rehearsed): ReportedEvent[] {
  return events.map((event) => {
    const { seq, type, atMs, ...rest } = event
    const told = tell(plan, state, event)
    const { text: words, ...fields } = inSeconds(rest, startMs) as Record<string, unknown>
    const own = words === undefined ? {} : { words }
    return { seq, at: (atMs - startMs) / 1_000, type, ...(told && { text: told.text }), ...fields, ...own }
  })
}

/** No length in a plan comes near it: an instant. */
const INSTANTS_FROM_MS = 1_000_000_000_000

function inSeconds(value: unknown, startMs: number): unknown {
  if (Array.isArray(value)) return value.map((one) => inSeconds(one, startMs))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (!key.endsWith('Ms') || typeof inner !== 'number') return [key, inSeconds(inner, startMs)]
      const name = key.slice(0, -'Ms'.length)
      return inner >= INSTANTS_FROM_MS ? [name, (inner - startMs) / 1_000] : [`${name}Seconds`, inner / 1_000]
    }),
  )
}

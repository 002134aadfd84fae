/** What happened, as the review of an incident lists it: a sentence for each event, but not that people wrote the review. */
import type { Event } from '../incident/events.ts'
import type { IncidentState } from '../incident/state.ts'
import type { Plan } from '../plan/schema.ts'
import { tell } from './tell.ts'

const OF_THE_REVIEW: ReadonlySet<Event['type']> = new Set(['review-filled', 'review-published', 'note-changed'])
const OWN_EFFECTS: ReadonlySet<string> = new Set(['file-review', 'send-review', 'file-report'])

export function reviewTimeline(
  plan: Plan,
  state: IncidentState,
  events: readonly (Event & { seq: number })[],
): { atMs: number; text: string }[] {
  return events.flatMap((event) => {
    if (OF_THE_REVIEW.has(event.type) || ('effect' in event && OWN_EFFECTS.has(event.effect.kind))) return []
    const told = tell(plan, state, withLatest(state, event))
    return told === undefined ? [] : [{ atMs: event.atMs, text: told.text }]
  })
}

/** A note that was put right says what is right; what stood there before is among the notes. */
function withLatest(state: IncidentState, event: Event & { seq: number }): Event & { seq: number } {
  if (event.type !== 'noted') return event
  const note = state.notes.find(({ seq }) => seq === event.seq)
  return note ? { ...event, text: note.text } : event
}

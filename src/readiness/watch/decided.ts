/** How a watch answers: with events, with a kind word because nothing changes, or with why not. */
import type { Decision } from '../../plan/core.ts'
import type { Event } from './events.ts'

export type Decided = Decision<Event>

export const accept = (...events: Event[]): Decided => ({ ok: true, events })
export const nothing = (note: string): Decided => ({ ok: true, events: [], note })
export const refuse = (why: string): Decided => ({ ok: false, why })

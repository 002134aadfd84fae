/** What this version understands of the system’s journal; the types see to it that nothing is missing. */

import { knowing } from '../plan/known.ts'
import type { Event } from './events.ts'
import type { Effect } from './owed.ts'

const EVENTS: Record<Event['type'], true> = {
  held: true,
  released: true,
  'cover-arranged': true,
  'cover-ended': true,
  'test-page-asked': true,
  'service-away': true,
  'service-back': true,
  'texts-erased': true,
  'evidence-exported': true,
  'journal-restored': true,
  attempted: true,
  'carried-out': true,
  'attempt-failed': true,
  'attempt-lost': true,
  'attempt-withdrawn': true,
}

const EFFECTS: Record<Effect['kind'], true> = {
  'test-page': true,
  lose: true,
}

export const knows = knowing(EVENTS, EFFECTS)

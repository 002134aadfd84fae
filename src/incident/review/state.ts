/** What people say of an incident afterwards, and how far its review has come: filled in, filed, published. */
import type { Actor, Private } from '../../plan/actor.ts'

export interface Said {
  atMs: number
  /** Of the event, so that a review can be made again when something was added. */
  seq: number
  by: Actor
  text: Private
}

export interface ReviewState {
  /** By field, the latest last: what was said before stays. */
  fields: Record<string, Said[]>
  /** Where it was filed last. `place`: its key in the bucket; null: none is set up. */
  filed: { atMs: number; place: string | null } | null
  /** Null: not since the incident ended. `n`: which publication it is, from 1. */
  published: { n: number; seq: number; atMs: number; by: Actor } | null
}

export const noReview = (): ReviewState => ({ fields: {}, filed: null, published: null })

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

export type ReviewEvent =
  | (Fact & { type: 'review-filled'; field: string; text: Private })
  /** `note`: the event by which it was written. */
  | (Fact & { type: 'note-changed'; note: number; text: Private })

export type ReviewCommand =
  | (Fact & { type: 'fill-review'; field: string; text: Private })
  /** What stood there before is kept. */
  | (Fact & { type: 'change-note'; note: number; text: Private })

/** Why it is filed: it has just ended; everybody who hears of the end has; somebody added to it; it is published. */
export type FilingReason = 'ended' | 'settled' | 'changed' | 'published'

/** What is left to do after an incident: with an owner, a date, and somebody who asks. */
import type { Actor, Private } from '../../plan/actor.ts'

/** What it says: an entry of a list of the plan, that the review is to be held, or what somebody has written. */
type FollowupText = { checklist: string; item: number } | { review: true } | { text: Private }

export interface Followup {
  /** `f12`: the number of the event that brought it, and its place there. */
  id: string
  incident: string
  what: FollowupText
  /** Person; null: whoever leads incidents. */
  owner: string | null
  openedMs: number
  dueMs: number
  done?: { atMs: number; by: Actor; note: Private }
  /** What has been told of it. */
  told: FollowupMark[]
}

/** `soon`: it is due before long; `due`: it is over its time; `late`: whoever leads incidents hears of it as well. */
export type FollowupMark = 'soon' | 'due' | 'late'

export type FollowupAbout =
  /** Asked to take part in the review, which is held by then. */
  | { kind: 'review-invited'; incident: string; dueMs: number; person: string }
  | { kind: 'followups-opened'; incident: string }
  | { kind: 'followups'; incident: string; ids: string[]; mark: FollowupMark; owner: string | null }

/** What only time brings about: those of one incident and owner that are due together are asked about together. */
export interface FollowupDue {
  kind: 'remind-of-followups'
  incident: string
  ids: string[]
  mark: FollowupMark
  owner: string | null
}

/** File the review of an incident once more, for what is left to do after it has changed. */
export interface RefileReview {
  kind: 'refile-review'
  incident: string
}

interface Fact {
  atMs: number
  by: Actor
}

export type FollowupCommand =
  | (Fact & { type: 'add-followup'; incident: string; text: Private; owner: string | null; dueMs: number })
  | (Fact & { type: 'end-followup'; followup: string; note: Private })
  /** Another owner, another date, or both. */
  | (Fact & { type: 'change-followup'; followup: string; owner?: string; dueMs?: number })

/** One that is opened, before it has a name. */
export type NewFollowup = Pick<Followup, 'what' | 'owner' | 'dueMs'>

export type FollowupEvent =
  | (Fact & { type: 'followups-opened'; incident: string; items: NewFollowup[] })
  /** Who is to take part in the review. */
  | (Fact & { type: 'followups-invited'; incident: string; people: string[]; dueMs: number })
  | (Fact & { type: 'followup-ended'; followup: string; note: Private })
  | (Fact & { type: 'followup-changed'; followup: string; owner?: string; dueMs?: number })
  | (Fact & Omit<FollowupDue, 'kind'> & { type: 'followups-reminded' })

/** Open ones, and those that were done within a year. */
export const FOLLOWUPS_MAX = 500

/** Among all that time brings about. */
export const isFollowupDue = <Other extends { kind: string }>(due: Other | FollowupDue): due is FollowupDue =>
  due.kind === 'remind-of-followups'

/** Among all that happens to a watch. */
export const isFollowupEvent = <Other extends { type: string }>(event: Other | FollowupEvent): event is FollowupEvent =>
  /^followups?-/.test(event.type)

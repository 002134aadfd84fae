/** Where the watch over one system stands: what its plan owes on quiet days, what is to be told to those who own it, and what is known of its incidents. */
import type { Actor } from '../../plan/actor.ts'
import type { Afterwatch } from '../afterwatch/track.ts'
import { type BackupTrack, noBackups } from '../backups/track.ts'
import { type ContactsTrack, noContacts } from '../contacts/track.ts'
import type { DrillTrack } from '../drills/track.ts'
import type { Followup } from '../followups/track.ts'
import { type MonthTrack, noMonths } from '../months/track.ts'
import type { PlanReview } from '../plan-review/track.ts'
import type { Proof } from '../proof.ts'
import type { Serving } from '../regions/track.ts'
import { noSignals, type SignalsState } from '../signals/track.ts'
import type { About } from './about.ts'
import type { ExternalEffect } from './effects.ts'

const PREFIX = 'watch-'

/** Each plan has a watch of its own, whatever version of it is in force. */
export const watchStream = (planId: string): string => `${PREFIX}${planId}`
export const isWatchStream = (stream: string): boolean => stream.startsWith(PREFIX)

/** What has become of the attempts at one obligation. */
export interface Effort {
  effect: ExternalEffect
  attempts: number
  failures: number
  lastAtMs: number
  inHand?: { attempt: number; deadlineMs: number }
  retryAtMs?: number
  end?: 'done' | 'dead' | 'withdrawn'
  lastReason?: string
  detail?: Record<string, unknown>
}

/** How often something is told: once; each week, each day, or every quarter of an hour and at last each day, until somebody has answered or it is over. */
export type Pace = 'once' | 'weekly' | 'daily' | 'urgent'

/** Something to be told to those who own it. */
export interface News {
  /** `n<number of the event that brought it>`. */
  id: string
  atMs: number
  about: About
  pace: Pace
  /** How often it has been told so far. */
  told: number
  /** It has been handed out for the overview channel. */
  posted?: true
  answered?: { atMs: number; by: Actor }
  /** It has ended by itself, or something newer says it. */
  overMs?: number
}

/** An incident of this plan that goes on. */
export interface OpenIncident {
  mode: 'real' | 'drill'
  scenario: string | null
  drill: string | null
  startedMs: number
  /** The region to which it has moved users. */
  serving?: string
}

export interface WatchState {
  seq: number
  /** Empty: nothing has been adopted yet. */
  planId: string
  /** Absent: the plan is in force no more, and nothing is owed. */
  planDigest?: string
  /** Since when there has been a watch, epoch ms: what was due before is not made up for. */
  sinceMs: number
  efforts: Record<string, Effort>
  news: News[]
  /** By incident. */
  openIncidents: Record<string, OpenIncident>
  /** Drills and incidents that were gone through to their end, oldest first, the newest `PROOFS_MAX`. */
  proofs: Proof[]
  drills: Record<string, DrillTrack>
  backups: BackupTrack
  contacts: ContactsTrack
  signals: SignalsState
  serving: Serving
  followups: Followup[]
  /** When those of an incident have last changed, epoch ms: the newest of them. */
  followupsChanged: Record<string, number>
  months: MonthTrack
  planReview: PlanReview
  /** Null: nothing has just been over. */
  afterwatch: Afterwatch | null
}

export const PROOFS_MAX = 200

export const initial = (): WatchState => ({
  ...{ seq: 0, planId: '', sinceMs: 0, efforts: {}, news: [], openIncidents: {}, proofs: [], drills: {} },
  backups: noBackups(),
  contacts: noContacts,
  signals: noSignals(),
  serving: null,
  followups: [],
  followupsChanged: {},
  months: noMonths,
  planReview: null,
  afterwatch: null,
})

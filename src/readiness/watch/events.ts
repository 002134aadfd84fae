/** What has happened in the watch over a system; past tense, one fact each. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { Attempted } from '../../plan/core.ts'
import type { AfterwatchEvent } from '../afterwatch/track.ts'
import type { BackupEvent } from '../backups/track.ts'
import type { ContactsEvent } from '../contacts/track.ts'
import type { DrillEvent } from '../drills/track.ts'
import type { FollowupEvent } from '../followups/track.ts'
import type { MonthEvent } from '../months/track.ts'
import type { PlanReviewEvent } from '../plan-review/track.ts'
import type { Proof } from '../proof.ts'
import type { RegionEvent } from '../regions/track.ts'
import type { SignalEvent } from '../signals/track.ts'
import type { PlanHas } from './commands.ts'
import type { ExternalEffect } from './effects.ts'
import type { OpenIncident } from './state.ts'

export interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

/** How one attempt ended. */
interface Ended extends Fact {
  obligation: string
  attempt: number
  effect: ExternalEffect
}

export type Event =
  | (Fact & { type: 'plan-adopted'; planId: string; planDigest: string; proofs: Proof[]; has: PlanHas })
  | (Fact & { type: 'plan-retired' })
  | (Fact & OpenIncident & { type: 'incident-began'; incident: string })
  | (Fact & { type: 'incident-ended'; incident: string; proof: Proof | null })
  | (Fact & { type: 'news-answered'; news: string })
  | DrillEvent
  | BackupEvent
  | ContactsEvent
  | SignalEvent
  | RegionEvent
  | FollowupEvent
  | MonthEvent
  | PlanReviewEvent
  | AfterwatchEvent
  | Attempted<ExternalEffect>
  | (Ended & { type: 'carried-out'; detail: Record<string, unknown> })
  /** `retryAtMs`: when the same is tried again; absent: never. `held`: it was held back on purpose. `why`: the reason whole, where it may quote data of the system. */
  | (Ended & { type: 'attempt-failed'; reason: string; why?: Private; retryAtMs?: number; held?: true })
  | (Ended & { type: 'attempt-lost'; retryAtMs?: number })
  | (Ended & { type: 'attempt-withdrawn' })

export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>

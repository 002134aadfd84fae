/** What a watch can owe. External effects go through an adapter; the internal ones are facts that only time brings about, and are journaled by the tick. */
import { type AfterwatchDue, isAfterwatchDue } from '../afterwatch/track.ts'
import type { MakeEffect, VerifyEffect } from '../backups/track.ts'
import { type AskContact, type ContactsDue, isContactsDue } from '../contacts/track.ts'
import { type DrillDue, isDrillDue } from '../drills/track.ts'
import { type FollowupDue, isFollowupDue, type RefileReview } from '../followups/track.ts'
import { isMonthDue, type MonthDue, type ReportMonth } from '../months/track.ts'
import { isPlanReviewDue, type PlanReviewDue } from '../plan-review/track.ts'
import { isSignalDue, type SignalDue, type SignalEffect } from '../signals/track.ts'

export type ExternalEffect =
  /** Tell one person a piece of news, by the first means that works; `nth`: how often it was told before. Detail: `{ means }`. */
  | { kind: 'tell-news'; news: string; person: string; nth: number }
  /** Say it in the plan's overview channel. */
  | { kind: 'post-news'; news: string }
  /** Take the buttons off a message in Slack whose news has been answered or is over. */
  | { kind: 'retire-news'; news: string; ref: string; channel: string }
  /** Call a drill off because a real incident has begun. */
  | { kind: 'call-off'; incident: string; because: string }
  | VerifyEffect
  | MakeEffect
  | AskContact
  | ReportMonth
  | RefileReview
  | SignalEffect

export type InternalEffect =
  | /** An attempt has no outcome at its deadline. */ { kind: 'lose'; obligation: string; attempt: number }
  | AfterwatchDue
  | ContactsDue
  | DrillDue
  | FollowupDue
  | MonthDue
  | PlanReviewDue
  | SignalDue

export type Effect = ExternalEffect | InternalEffect

export const isInternal = (effect: Effect): effect is InternalEffect =>
  effect.kind === 'lose' ||
  isAfterwatchDue(effect) ||
  isContactsDue(effect) ||
  isDrillDue(effect) ||
  isFollowupDue(effect) ||
  isMonthDue(effect) ||
  isPlanReviewDue(effect) ||
  isSignalDue(effect)

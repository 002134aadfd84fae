/** What a watch can owe. External effects go through an adapter; the internal ones are facts that only time brings about, and are journaled by the tick. */
import type { VerifyEffect } from '../backups/track.ts'
import type { DrillDue } from '../drills/track.ts'

export type ExternalEffect =
  /** Tell one person a piece of news, by the first means that works; `nth`: how often it was told before. Detail: `{ means }`. */
  | { kind: 'tell-news'; news: string; person: string; nth: number }
  /** Say it in the plan's overview channel. */
  | { kind: 'post-news'; news: string }
  /** Call a drill off because a real incident has begun. */
  | { kind: 'call-off'; incident: string; because: string }
  | VerifyEffect

export type InternalEffect =
  /** An attempt has no outcome at its deadline. */
  { kind: 'lose'; obligation: string; attempt: number } | DrillDue

export type Effect = ExternalEffect | InternalEffect

const INTERNAL: ReadonlySet<string> = new Set([
  'lose',
  'remind-of-drill',
  'miss-drill',
  'close-drill',
] satisfies InternalEffect['kind'][])

export const isInternal = (effect: Effect): effect is InternalEffect => INTERNAL.has(effect.kind)

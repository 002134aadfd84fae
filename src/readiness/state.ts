/** Where the system itself stands, between and beside incidents: whether everything outgoing is held, who stands in for whom, test pages. */
import type { Actor, Private } from '../plan/actor.ts'
import type { Means } from '../plan/schema.ts'
import type { AwayState } from './reach/track.ts'

export const SYSTEM_STREAM = 'system'

export interface Cover {
  /** Who is away, and who takes their pages. */
  person: string
  by: string
  planId: string
  fromMs: number
  untilMs: number
}

export interface TestPage {
  id: string
  planId: string
  person: string
  means: Means
  askedMs: number
  askedBy: Actor
  attemptInHand?: { attempt: number; deadlineMs: number }
  end?: { ok: boolean; atMs: number; reason?: string }
}

export interface SystemState {
  seq: number
  held: { atMs: number; by: Actor; reason: Private } | null
  covers: Cover[]
  testPages: TestPage[]
  /** Services that cannot be reached. */
  away: AwayState
}

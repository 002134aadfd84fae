/** What can be asked of a watch, and what it can be told. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { EngineCommand } from '../../plan/core.ts'
import type { BackupCommand } from '../backups/track.ts'
import type { ContactsCommand } from '../contacts/track.ts'
import type { DrillCommand } from '../drills/track.ts'
import type { FollowupCommand } from '../followups/track.ts'
import type { Proof } from '../proof.ts'
import type { RegionCommand } from '../regions/track.ts'
import type { SignalCommand } from '../signals/track.ts'

export interface Asked {
  atMs: number
  by: Actor
}

export type WatchCommand =
  /** The plan in force from now on, and what is known of before. */
  | (Asked & { type: 'adopt-plan'; planId: string; planDigest: string; proofs: Proof[] })
  /** No file has the plan any more. */
  | (Asked & { type: 'retire-plan' })
  /** An incident of this plan has begun, or goes on again. */
  | (Asked & {
      type: 'hear-of-incident'
      incident: string
      mode: 'real' | 'drill'
      scenario: string | null
      drill: string | null
      startedMs: number
      /** From which region users are served because of it; absent: nobody was moved. */
      serving?: string
    })
  /** It has ended; `proof`: it was gone through to its end. */
  | (Asked & { type: 'hear-of-ending'; incident: string; proof: Proof | null; endedMs?: number; serving?: string })
  /** Somebody has seen it, or done it. */
  | (Asked & { type: 'answer-news'; news: string; reason?: Private })
  | DrillCommand
  | BackupCommand
  | ContactsCommand
  | SignalCommand
  | RegionCommand
  | FollowupCommand

export type Command = WatchCommand | EngineCommand

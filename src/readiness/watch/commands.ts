/** What can be asked of a watch, and what it can be told. */
import type { Actor } from '../../plan/actor.ts'
import type { EngineCommand } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { BackupCommand } from '../backups/track.ts'
import type { ContactsCommand } from '../contacts/track.ts'
import type { DrillCommand } from '../drills/track.ts'
import type { FollowupCommand } from '../followups/track.ts'
import type { Proof } from '../proof.ts'
import type { RegionCommand } from '../regions/track.ts'
import type { SignalCommand } from '../signals/track.ts'

interface Asked {
  atMs: number
  by: Actor
}

/** What a plan has that begins to count from when it has it. */
export interface PlanHas {
  drills: string[]
  contactTests: Plan['contactTests']
}

export type WatchCommand =
  /** The plan in force from now on, and what is known of before. */
  | (Asked & { type: 'adopt-plan'; planId: string; planDigest: string; proofs: Proof[]; has: PlanHas })
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
      /** From which region users are served because of it; null: what moved them was taken back; absent: nobody was moved. */
      serving?: string | null
    })
  /** It has ended; `proof`: it was gone through to its end. */
  | (Asked & {
      type: 'hear-of-ending'
      incident: string
      proof: Proof | null
      endedMs?: number
      /** Who has published its review; absent: nobody yet. */
      reviewedBy?: Actor
      serving?: string | null
    })
  /** Somebody has seen it, or done it. */
  | (Asked & { type: 'answer-news'; news: string })
  | DrillCommand
  | BackupCommand
  | ContactsCommand
  | SignalCommand
  | RegionCommand
  | FollowupCommand

export type Command = WatchCommand | EngineCommand

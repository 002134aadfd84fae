/** What a watch knows of the backups of its plan, and the words in which it speaks of them. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { How } from '../../plan/backup-schema.ts'
import type { BackupFault, FaultKind } from './faults.ts'
import type { SeenSet } from './seen.ts'
import type { Verified } from './verification.ts'

interface Fact {
  atMs: number
  by: Actor
}

/** What something is wrong with: `set/<id>` or `component/<id>`. */
export type Subject = `set/${string}` | `component/${string}`

export type BackupAbout =
  /** All that is wrong now with what this role answers for; null: with what nobody does. One piece of news, or a store that is away would bring as many as it has sets. */
  | { kind: 'backup'; owner: string | null }
  /** The last try of it has failed, or could not be made. */
  | { kind: 'backup-try'; set: string; how: How; is: 'failed' | 'undecided' }
  /** Somebody asked for a try, and it has worked. */
  | { kind: 'backup-tried'; set: string; how: How; person: string }
  /** Somebody asked for a backup, and it was made or could not be. */
  | { kind: 'backup-made'; set: string; person: string }
  /** After an incident each set has to run again. */
  | { kind: 'backups-after'; incident: string }

/** Try the newest backup of a set in one way. Detail: a `Verified`. */
export interface VerifyEffect {
  kind: 'verify-backup'
  set: string
  how: How
  /** It counts as lost after so long, ms. */
  limitMs: number
}

/** Make a backup of a set now. Detail: a `MadeDetail`. */
export interface MakeEffect {
  kind: 'make-backup'
  set: string
  limitMs: number
}

/** `failed`: why there is none. */
export interface MadeDetail {
  tookMs: number
  failed?: Private
}

export type BackupCommand =
  /** Make one of a set now, by the steps that the plan has for it. */
  | (Fact & { type: 'make-backup'; set: string })
  /** What lies in the stores now; of sets that are left out nothing is known at this moment. */
  | (Fact & { type: 'report-backups'; seen: SeenSet[] })
  /** Try the newest of a set now; without a way: in all ways that Muster knows. */
  | (Fact & { type: 'verify-backup'; set: string; how?: How })

export type BackupEvent =
  /** Other sets than before lie where Muster can look. */
  | (Fact & { type: 'backups-found'; sets: string[] })
  /** `owner`: the role that answers for it; absent: the plan names none. */
  | (Fact & { type: 'backup-fault-began'; subject: Subject; fault: BackupFault; owner?: string })
  /** It goes on, and its figures are others by now. */
  | (Fact & { type: 'backup-fault-changed'; subject: Subject; fault: BackupFault })
  | (Fact & { type: 'backup-fault-ended'; subject: Subject; fault: FaultKind })
  | (Fact & { type: 'verification-asked'; set: string; how: How })
  | (Fact & { type: 'backup-asked'; set: string })
  /** The incident is over, and these have to run again. */
  | (Fact & { type: 'backups-awaited'; incident: string; sets: string[] })
  | (Fact & { type: 'backup-ran-again'; incident: string; set: string; madeAtMs: number })

/** The detail of a try that came to an end; `failed`: what is wrong with the backup. */
export type TryDetail = Verified & { failed?: Private }

/** One try that is over. */
export interface Tried {
  atMs: number
  /** failed: the backup is no good. undecided: nobody can say. */
  result: 'passed' | 'failed' | 'undecided'
  detail: TryDetail
  /** Who had asked for it; absent: the schedule. */
  askedBy?: Actor
  /** Why nobody can say; a database may quote what was restored into it. */
  reason?: Private
}

export interface WayTrack {
  /** The newest try last; undecided ones are not kept when another follows. */
  last?: Tried
  /** When a try has last passed, epoch ms. */
  passedMs?: number
  /** Moments of the schedule up to this one have been dealt with. */
  cursorMs: number
  asked?: { atMs: number; by: Actor }
}

/** A backup that Muster had in hand. */
export interface Handled {
  atMs: number
  by: Actor
  set: string
  why: How
  result: Tried['result']
  detail: Verified
}

export interface KnownFault {
  sinceMs: number
  /** When its figures were last noted, epoch ms; absent: as it began. */
  notedMs?: number
  fault: BackupFault
  owner: string | null
}

export interface BackupTrack {
  /** Sets that have been looked at. */
  looked: string[]
  /** By subject and kind. */
  faults: Record<Subject, Partial<Record<FaultKind, KnownFault>>>
  /** When a fault that began was last told at once, epoch ms, by `<subject>/<kind>`: for as long as it is not told at once again. */
  told: Record<string, number>
  /** `<set>/<how>`. */
  ways: Record<string, WayTrack>
  /** Restored for a try, newest last, by set. */
  proven: Record<string, { key: string; madeAtMs: number; atMs: number }[]>
  /** Those that a try has found to be no good, newest last, by set. */
  bad: Record<string, { key: string; how: How }[]>
  /** Asked for and not over yet, by set. */
  making: Record<string, { atMs: number; by: Actor }>
  /** How the last that somebody asked for went, by set. */
  made: Record<string, MadeDetail>
  /** By incident. */
  after: Record<string, { endedMs: number; waiting: string[] | null }>
  /** Newest last. */
  handled: Handled[]
}

export const noBackups = (): BackupTrack => ({
  looked: [],
  faults: {},
  told: {},
  ways: {},
  proven: {},
  bad: {},
  making: {},
  made: {},
  after: {},
  handled: [],
})

export const wayKey = (set: string, how: How): string => `${set}/${how}`

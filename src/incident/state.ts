/**
 * Where an incident stands: the fold of its events. Plain data, never changed in place, and never stored: the journal is the truth.
 */
import type { Actor, Private } from '../plan/actor.ts'
import type { AudienceMeans, Means } from '../plan/schema.ts'
import type { Stretch } from '../plan/stretches.ts'
import type { CommunicationState } from './communication/state.ts'
import type { ConsoleState } from './console/state.ts'
import type { RecordState } from './drill/record-shape.ts'
import type { DeliveryStatus, ExternalEffect, LevelReason, Moment } from './effects.ts'
import type { Status } from './events.ts'
import type { LevelTarget } from './level-target.ts'
import type { RecoveryState } from './recovery/state.ts'
import type { ReviewState, Said } from './review/state.ts'

/** not-declared before the first event; merged: another incident took over. */
export type Phase = 'not-declared' | 'open' | 'resolved' | 'cancelled' | 'merged'

/** How far carrying out one obligation has come. */
export interface Effort {
  effect: ExternalEffect
  /** Counts up for as long as the obligation lives, so that no two attempts share a number. */
  attempts: number
  /** In a row, since it last worked. */
  failures: number
  /** The attempt under way, until its outcome or deadline. */
  inHand?: { attempt: number; deadlineMs: number }
  /** When it is tried again. */
  retryAtMs?: number
  end?: 'done' | 'dead' | 'withdrawn'
  lastReason?: string
  /** How far the last attempt came that failed and said so: the next one goes on from there. */
  detail?: Record<string, unknown>
  lastAtMs: number
}

/** One means of one page. */
export interface Try {
  means: Means
  /** 0 the first time through the order, then 1, 2 … (`repeat`). */
  repeat: number
  obligation: string
  state: 'in-hand' | 'held' | 'sent' | 'failed' | 'withdrawn'
  /** When the state was reached. */
  atMs: number
  ref?: string
  /** Where it was sent, when a reference needs it (Slack channel of a direct message). */
  channel?: string
  awaitsReport?: boolean
  delivery?: DeliveryStatus
  deliveryAtMs?: number
  reason?: string
  /** The provider, or our own cap, says: not before. */
  retryAtMs?: number
}

export interface Page {
  id: string
  key: string
  target: number
  person: string
  openedMs: number
  order: Means[]
  tries: Try[]
  /** What a provider said of a message before we knew its reference: its report was faster than its answer. */
  early: Record<string, { atMs: number; status: DeliveryStatus; reason?: string }>
  end?: 'acknowledged' | 'declined' | 'exhausted'
  endedMs?: number
}

export interface LevelReached {
  key: string
  /** Of the event, so that what came before and after can be told also within one instant. */
  seq: number
  level: string
  round: number
  atMs: number
  why: LevelReason
  targets: LevelTarget[]
  reason?: Private
  by: Actor
}

/** Something that waits to be said in the incident's channel. */
interface Post {
  id: string
  atMs: number
  /** The event that it tells of, for the renderer. */
  seq: number
}

export interface NoticeSent {
  notice: string
  means: AudienceMeans
  moment: Moment
  nth: number
  dueMs: number
  attemptedMs: number
  /** When it went out; absent: not yet, or never. */
  sentMs?: number
  failed?: boolean
  /** How far a long list has come. */
  told?: { sent: number; total: number; waitUntilMs?: number; why?: string }
  /** Who told them by hand. */
  by?: Actor
}

export interface Update {
  atMs: number
  by: Actor
  status: Status
  /** Absent: the standing words for the status. */
  text?: Private
  public: boolean
  /** It is the text of this notice, which stands on the page; absent: somebody has said it. */
  notice?: string
}

export interface IncidentState {
  /** Stream name, which is the incident's id: `DR-20261205-1000`. */
  id: string
  seq: number
  phase: Phase
  planDigest?: string
  planId?: string
  scenario: string | null
  severity: string
  mode: 'real' | 'drill'
  /** Which drill of the plan it is; null: none, or nobody has said. */
  drill: string | null
  status: Status
  seen: Private
  components: string[]
  declaredBy: Actor
  declaredMs: number
  outageStartMs: number | null
  /** Since when the recovery's clock has run from where it does now: what it had passed before that was never to be warned of. */
  clockSetMs: number
  etaMs: number | null
  /** Since when it has been run from a replica's lifeboat, because the database is away; null: it is not. */
  adriftSinceMs: number | null
  endedMs: number | null
  endText?: Private
  mergedInto?: string
  reopenedMs: number | null
  commanderRole: string
  /** Role → who holds it. `acting`: the declarer leads until a commander of the plan takes over. */
  /** `givenBy`: who gave it to them in this incident; absent: nobody whom the plan knows. */
  roles: Record<string, { person: string; sinceMs: number; acting: boolean; givenBy?: string }>
  /** Who belongs in the channel, in the order in which they came: people of the plan, and actor ids of others. */
  participants: string[]
  channel: { id: string; name: string } | null
  board: { ts: string; shownSeq: number; atMs: number } | null
  /** The last event that changes what the board says. */
  changed: { seq: number; atMs: number }
  levels: Record<string, LevelReached>
  pages: Record<string, Page>
  /** Live acknowledgements by person (or by actor id, of somebody the plan does not know). */
  acknowledgements: Record<string, { atMs: number; seq: number; by: Actor }>
  /** When anyone first acknowledged. */
  firstAcknowledgedMs: number | null
  declined: string[]
  pause: { atMs: number; untilMs: number | null; reason: Private; by: Actor } | null
  /** The pass through the ladder under way; a new one begins when nobody answered (`again`) and when the incident is reopened. */
  ladder: {
    round: number
    startMs: number
    restarts: number
    /** Everyone has been tried in vain. */
    endedMs: number | null
    /** Since when somebody has it; null: nobody has. */
    answeredMs: number | null
    /** How long, in this round, somebody had it who then gave it up: the levels that are still to come move by as much. */
    shiftMs: number
    /** When the last one who had it gave it up (handed off, or no longer answered); null: nobody has since. */
    abandonedMs: number | null
  }
  /** Last time that a person did anything here. */
  lastLifeMs: number
  asked: { person: string; atMs: number } | null
  /** By obligation; what is finished and cannot be owed again is dropped. */
  efforts: Record<string, Effort>
  /** Obligations with an attempt under way. */
  inHand: string[]
  /** What is still to be said in the channel. */
  posts: Post[]
  lastSaidMs: number
  /** What failed for good or is late, for people to see. */
  troubles: { atMs: number; seq: number; obligation?: string; what: string }[]
  notices: NoticeSent[]
  /** Notices that somebody asked for by hand, with when. */
  asks: Record<string, number>
  updates: Update[]
  /** Calls to vendors, oldest first. */
  vendorContacts: { atMs: number; by: Actor; vendor: string; reference?: Private }[]
  /** `earlier`: what stood there before somebody changed it (`changed`), oldest first. */
  notes: { seq: number; atMs: number; by: Actor; text: Private; decision: boolean; changed?: Said; earlier?: Said[] }[]
  /** Grows with everything that the public status page shows. */
  publicVersion: number
  publicChangedMs: number
  /** Version that the hosted status page shows. */
  publishedVersion: number
  publishedMs: number
  hostedId?: string
  /** Last event that changed what the channel's topic says. */
  topicSeq: number
  /** How often the incident has ended (resolved or cancelled). */
  endings: number
  /** When the service was back: since when the status has been monitoring; null: it is not yet. */
  restoredMs: number | null
  /** Before it was opened again, each from when the service was back until then. */
  respites: Stretch[]
  /** Somebody says that it is over; the checks that are on their way will tell. */
  resolving: { atMs: number; by: Actor; text?: Private; isPublic?: true } | null
  recovery: RecoveryState
  communication: CommunicationState
  /** What people have said of a drill by name. */
  record: RecordState
  /** Where the report of a drill was filed last. */
  filed: { atMs: number; place: string } | null
  review: ReviewState
  console: ConsoleState
}

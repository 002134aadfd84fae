/**
 * What a watch knows of the signals of its system: what is bad, since when, and what has been proposed because of it. A signal is a probe of the plan, an entry
 * of its `signals`, or `unknown`: all alerts that no entry knows, together.
 */
import type { Actor, Private } from '../../plan/actor.ts'
import type { AlertTier } from '../../plan/detection-schema.ts'

export type Ref = `probe/${string}` | `signal/${string}` | 'unknown'

/** An alert from outside, whoever sent it. */
export interface IncomingAlert {
  source: 'alertmanager' | 'grafana' | 'pagerduty' | 'json'
  /** Names it at its source, the same when it fires again; 16 hex digits. */
  key: string
  name: string
  labels: Record<string, string>
  firing: boolean
  /** Epoch ms. */
  startsAtMs: number
  value?: number
  /** What it says, in a line. */
  text: string
}

/** How many alerts of one signal fire, as far as whoever reports has heard. */
export interface FiringHint {
  firing: number
  /** Of how many it has heard since the signal has been bad, those that have ended among them. */
  heard: number
}

/** One signal that is bad, or was lately. */
export interface SignalTrack {
  bad: boolean
  /** Since when it is so, as far as is known here. */
  sinceMs: number
  /** The first sign of it, and the last one before that was well. */
  firstBadMs: number | null
  lastGoodMs: number | null
  evidence: Private | null
  /** Of alerts: the first few that fire, by key; and how many fire in all, as often as that has doubled. */
  keys: string[]
  count: number
  /** When it has changed lately, epoch ms. */
  changes: number[]
  /** It comes and goes, and nothing is proposed because of it until it is steady. */
  flappingSinceMs: number | null
  /** When the alerts that it consists of have changed lately while it stayed bad. */
  moves: number[]
  /** It became bad while an incident went on, and nobody has been asked; or it outlasts the incident that was declared from it. */
  waits: boolean
  /** Its tier only tells of it. */
  tells: boolean
  /** Some of many alerts have ended, and nobody knows whether others go on: since then none that fires has been heard of. */
  fadingMs: number | null
  /** Of a probe: since when one replica has doubted it, and when another has last said that it is so. */
  doubtedMs: number | null
  confirmedMs: number | null
}

/** An alert beyond its threshold, not yet for long enough. */
export interface Held {
  key: string
  /** As of a track; absent in what was held before they were kept. */
  keys?: string[]
  count?: number
  sinceMs: number
  untilMs: number
  evidence: Private | null
}

export interface Beginning {
  /** The first sign of it, which is when it was detected; and the last one before that was well. */
  firstBadMs: number
  lastGoodMs: number | null
  /** Whose sign that was; absent in what was proposed before it was kept. */
  firstBadBy?: Ref
}

export interface Proposal extends Beginning {
  /** `p<number of the event that brought it>`. */
  id: string
  openedMs: number
  /** In the order in which they came. */
  refs: Ref[]
  tier: string | null
  reaction: Exclude<AlertTier['reaction'], 'tell'>
  scenario: string | null
  severity: string
  components: string[]
  /** When somebody should have answered; null: at no moment. */
  respondByMs: number | null
  /** When it is declared by itself. */
  declareAtMs: number | null
  overdueMs: number | null
  snoozedUntilMs: number | null
  /** How often it was put off: what was owed before that is not what is owed after. */
  snoozes: number
  end?: ProposalEnd
}

export interface ProposalEnd {
  atMs: number
  by: Actor
  /** `dropped`: the plan has been changed, and asks about it no more. */
  how: 'declared' | 'dismissed' | 'recovered' | 'dropped'
  incident?: string
  reason?: Private
}

export interface SignalsState {
  /** By ref. */
  tracks: Record<string, SignalTrack>
  held: Record<string, Held>
  /** At most one at a time. */
  proposal: Proposal | null
  /** The newest last. */
  past: Proposal[]
  /** From when those that wait are proposed: the end of the incident during which they came, or a while after that of the one declared from them. */
  waitingSinceMs: number | null
}

export const noSignals = (): SignalsState => ({
  ...{ tracks: {}, held: {}, proposal: null, past: [], waitingSinceMs: null },
})

/** What can be told of signals. */
export type SignalAbout =
  | { kind: 'proposal'; proposal: string; what: 'opened' | 'raised' | 'overdue' | 'woken' | 'recovered' | 'dropped' }
  | { kind: 'signal'; ref: Ref; what: 'fired' | 'cleared' | 'flapping' }

/** What only time brings about. */
export type SignalDue =
  | { kind: 'fire-held'; ref: Ref }
  | { kind: 'find-steady'; ref: Ref }
  | { kind: 'find-quiet'; ref: Ref }
  | { kind: 'miss-response'; proposal: string }
  | { kind: 'wake-proposal'; proposal: string }
  | { kind: 'propose-waiting' }
  | { kind: 'forget-gone' }

export type SignalEffect =
  /** Declare what is proposed: nobody has answered in time, or the plan asks nobody. */
  | { kind: 'declare-proposal'; proposal: string }
  /** Tell an incident that goes on of a signal. */
  | { kind: 'note-signal'; ref: Ref; incident: string; firstBadMs: number }

/** What an event says of a signal that has changed. */
export interface EventDetails {
  sinceMs: number
  lastGoodMs: number | null
  evidence: Private | null
  keys: string[]
  count: number
}

interface Fact {
  atMs: number
  by: Actor
}

export type SignalCommand =
  /** A probe's verdict by one replica, at each change; and again while it stands, because others may have said otherwise. */
  | (Fact & {
      type: 'report-probe'
      probe: string
      ok: boolean
      /** Since when it has been so. */
      sinceMs: number
      firstBadMs: number | null
      lastGoodMs: number | null
      evidence: Private | null
    })
  /** `counts`: how many fire now in all, by ref. */
  | (Fact & { type: 'report-alerts'; alerts: readonly IncomingAlert[]; counts: Readonly<Record<string, FiringHint>> })
  | (Fact & {
      type: 'answer-proposal'
      proposal: string
      answer: 'declared' | 'dismissed' | 'snoozed'
      incident?: string
      reason?: Private
      untilMs?: number
    })

/** What is proposed, or what has become of it by joining. */
export type Proposed = Pick<
  Proposal,
  | 'tier'
  | 'reaction'
  | 'scenario'
  | 'severity'
  | 'components'
  | 'firstBadMs'
  | 'lastGoodMs'
  | 'firstBadBy'
  | 'respondByMs'
  | 'declareAtMs'
>

export type SignalEvent =
  | (Fact & {
      type: 'signal-fired'
      ref: Ref
      sinceMs: number
      firstBadMs: number
      lastGoodMs: number | null
      evidence: Private | null
      keys: string[]
      count: number
      /** Its tier only tells of it. */
      tells?: true
    })
  /** Of its alerts twice as many fire, or one more of the first few. */
  | (Fact & { type: 'signal-grew'; ref: Ref; keys: string[]; count: number })
  /** Some of the alerts that are known by key fire no more. */
  | (Fact & { type: 'signal-shrank'; ref: Ref; keys: string[] })
  /** Of many alerts some have ended, and nobody knows whether the others go on. */
  | (Fact & { type: 'signal-fading'; ref: Ref })
  /** Some do. */
  | (Fact & { type: 'signal-going-on'; ref: Ref })
  | (Fact & { type: 'signal-cleared'; ref: Ref; sinceMs: number })
  /** It has changed too often; `bad`: how it stands. */
  | (Fact & { type: 'signal-flapping'; ref: Ref; bad: boolean; evidence: Private | null })
  /** One more change of one that comes and goes. */
  | (Fact & { type: 'signal-flapped'; ref: Ref; bad: boolean })
  /** One replica has seen a probe otherwise all along. */
  | (Fact & { type: 'signal-doubted'; ref: Ref })
  /** Another sees what is known. */
  | (Fact & { type: 'signal-confirmed'; ref: Ref })
  | (Fact & { type: 'signal-steady'; ref: Ref; bad: boolean; firstBadMs: number | null })
  /** Beyond its threshold, not yet for long enough; again when twice as many are, or one more of the first few. */
  | (Fact & Held & { type: 'signal-held'; ref: Ref })
  | (Fact & { type: 'signal-eased'; ref: Ref })
  /** The plan does not have it any more. */
  | (Fact & { type: 'signal-forgotten'; ref: Ref })
  | (Fact & Proposed & { type: 'proposal-opened'; refs: Ref[] })
  | (Fact & { type: 'proposal-joined'; proposal: string; ref: Ref; raised?: Proposed })
  | (Fact & {
      type: 'proposal-answered'
      proposal: string
      answer: 'declared' | 'dismissed' | 'snoozed'
      incident?: string
      reason?: Private
      untilMs?: number
    })
  | (Fact & { type: 'proposal-overdue'; proposal: string })
  | (Fact & { type: 'proposal-woken'; proposal: string; respondByMs: number | null; declareAtMs: number | null })
  | (Fact & { type: 'proposal-recovered'; proposal: string })
  /** The plan asks about nothing of it any more. */
  | (Fact & { type: 'proposal-dropped'; proposal: string })

/** Among all that happens to a watch. */
export const isSignalEvent = <Other extends { type: string }>(event: Other | SignalEvent): event is SignalEvent =>
  /^(signal|proposal)-/.test(event.type)

const DUE: ReadonlySet<string> = new Set([
  'fire-held',
  'find-steady',
  'find-quiet',
  'miss-response',
  'wake-proposal',
  'propose-waiting',
  'forget-gone',
] satisfies SignalDue['kind'][])

/** Among all that time brings about. */
export const isSignalDue = <Other extends { kind: string }>(due: Other | SignalDue): due is SignalDue =>
  DUE.has(due.kind)

/**
 * What an incident can owe. External effects go through an adapter; the internal ones are facts that only time brings about (a level is
 * reached, an attempt is lost) and are journaled by the tick itself. Effects hold ids only: texts are rendered from the state when they go out.
 */
import type { AudienceMeans, Means } from '../plan/schema.ts'
import type { LinkMeans } from './console/state.ts'
import type { ClockKind } from './recovery/events.ts'
import type { Variant } from './recovery/state.ts'
import type { FilingReason } from './review/state.ts'

/** Ways to ask somebody for an approval: those that can carry an answer. */
export type AskMeans = Extract<Means, 'slack' | 'sms' | 'email'>

/** Which message of a notice: the first, a regular one, the one after the end, the correction after a false alarm, or that the review is published. */
export type Moment = 'initial' | 'progress' | 'resolved' | 'correction' | 'review'

export type ExternalEffect =
  /** Page one person by one means. Detail of a success: `{ ref?, awaitsReport? }`; ref is the provider's id, `awaitsReport` that delivery will be reported. */
  | { kind: 'page'; page: string; level: string; person: string; means: Means }
  /** Ask the provider whether a message arrived. Detail: `{ status: DeliveryStatus }`. */
  | { kind: 'check-delivery'; page: string; person: string; means: Means; ref: string }
  /** After a silence: ask somebody who acknowledged whether they are still on it. */
  | { kind: 'ask-again'; person: string }
  /** Who is on call in a PagerDuty schedule now. Detail: `{ people: string[] }`. */
  | { kind: 'on-call-lookup'; level: string; target: number; schedule: string }
  /** Open the incident's Slack channel. Detail: `{ channelId, channelName }`. */
  | { kind: 'open-channel' }
  | { kind: 'set-topic' }
  | { kind: 'invite'; person: string }
  | { kind: 'set-bookmarks' }
  /** Post the board and pin it, or bring it up to date. Detail: `{ ts }`. */
  | { kind: 'show-board'; upToSeq: number }
  /** Say in the incident's channel what has happened; one message for all that waited. Detail: `{ ts }`. */
  | { kind: 'say'; posts: string[] }
  /** Tell the plan's overview channel that this incident exists. */
  | { kind: 'tell-overview' }
  /** Take the buttons off direct messages that ask for an acknowledgement no longer needed. */
  | { kind: 'retire-page'; page: string; ref: string; channel: string }
  /** The same of one that asks for an approval: the run is approved, or nothing that can be any more. */
  | { kind: 'retire-ask'; run: string; ref: string; channel: string }
  /** Tell PagerDuty what became of the incident that a level triggered there. */
  | { kind: 'settle-pagerduty'; level: string; action: 'acknowledge' | 'resolve' }
  /** Tell one audience by one means. */
  | {
      kind: 'notify'
      notice: string
      means: AudienceMeans
      moment: Moment
      nth: number /** When it was due, epoch ms. */
      dueMs: number
    }
  /** Write one message of a notice, for all its means, so that every means and every try says the same. Detail: `{ text: Private }`. */
  | { kind: 'compose'; notice: string; moment: Moment; nth: number; dueMs: number; lateMs?: number }
  /** Post or update, in the incident's channel, what is asked of somebody about what people are told. Detail: `{ ts }`. `key`: what it shows. */
  | { kind: 'show-task'; task: string; key: string }
  /** Ask somebody to do a task; `loud`: 0 by one means, 1 by Slack and text message at once. */
  | { kind: 'ask-task'; task: string; person: string; loud: 0 | 1; key: string }
  /** Bring a direct message that asks for a task up to date: another text, or nothing is asked any more. `key`: what it shows. */
  | { kind: 'update-ask'; task: string; ref: string; channel: string; key: string }
  /** Tell somebody that a notice is about to be late, or is. `lateMs`: from when, epoch ms. */
  | {
      kind: 'tell-notice'
      person: string
      notice: string
      moment: Moment
      nth: number
      mark: NoticeMark
      lateMs: number
    }
  /** Tell somebody what is theirs to do: a role that they were given, a step or the items of a phase whose time is over; `id`: of that. */
  | { kind: 'tell-duty'; person: string; duty: 'role' | 'step' | 'phase'; id: string }
  /** Write the status page as static files, where that is set up. */
  | { kind: 'publish-site'; version: number }
  /** Tell everyone who has subscribed to the status page what it says now. */
  | { kind: 'tell-subscribers'; version: number }
  /** Do what a step does; once. Detail: see `RunDetail`. */
  | { kind: 'run-step'; run: string; step: string; variant: Variant; digest: string }
  /** Post or update a step's own message. Detail: `{ ts }`. `key`: what it shows. */
  | { kind: 'show-step'; step: string; key: string }
  /** Ask somebody who can approve a run, by one means. */
  | { kind: 'ask-approval'; run: string; person: string; means: AskMeans }
  /** Tell somebody that a clock runs out. */
  | { kind: 'tell-clock'; person: string; clock: ClockKind; id?: string; percent: number }
  /** Find the newest backups of the scenario made before that moment (epoch ms). Detail, also of a failure: `{ points: RestorePoint[] }`. */
  | { kind: 'find-restore-points'; sets: string[]; beforeMs: number }
  /** Tell the watch over the system that this incident goes on, or has ended. */
  | { kind: 'tell-watch'; phase: 'open' | 'ended' }
  /** Put the report of a drill where it stays. Detail: `{ place }`; without one nothing is set up to keep it. `version`: it is made again for each. */
  | { kind: 'file-report'; version: number }
  /** Put the review where it stays. Detail: `{ url?, place? }`: where people read it, and its key in the bucket, if one is set up. `version`: made again for each. */
  | { kind: 'file-review'; why: FilingReason; version: number }
  /** Mail the published review to one person. */
  | { kind: 'send-review'; person: string }
  /** Send somebody their own link to the responder console. `link`: its name, see `linkName`. */
  | { kind: 'send-link'; person: string; means: LinkMeans; link: string }
  /** Send somebody the code that confirms what they are about to do in the console. */
  | { kind: 'send-code'; challenge: string; person: string; means: LinkMeans }
  /** Bring the hosted status page up to date. Detail: `{ hostedId }`. */
  | { kind: 'publish-status'; version: number }

/** How far the time of a notice has run out: percent of its window, soon over, or over. */
export type NoticeMark = '50' | '75' | '90' | 'soon' | 'missed'

export type InternalEffect =
  /** An attempt has no outcome at its deadline. */
  | { kind: 'lose'; obligation: string; attempt: number }
  | { kind: 'reach-level'; key: string; level: string; round: number; why: LevelReason }
  | { kind: 'page-next-holder'; key: string; target: number; why: TurnReason }
  | { kind: 'exhaust-page'; page: string }
  | { kind: 'end-ladder'; round: number }
  | { kind: 'lapse-acknowledgement'; person: string }
  | { kind: 'resume-ladder' }
  /** A step's needs are met and it starts by itself, or asks for its approvals. */
  | { kind: 'request-step'; step: string; digest: string }
  | { kind: 'expire-approval'; run: string }
  | { kind: 'void-request'; run: string }
  /** The checks that somebody waits for have passed, or one has not. */
  | { kind: 'resolve' }
  | { kind: 'stop-resolving'; step: string }
  | { kind: 'warn-notice'; notice: string; moment: Moment; nth: number; mark: NoticeMark; lateMs: number }
  | { kind: 'warn-clock'; clock: ClockKind; id?: string; percent: number; dueMs: number }

export type Effect = ExternalEffect | InternalEffect

/** Why a level is paged when it is: its time came, the level before had nobody or did not answer, somebody escalated, an acknowledgement lapsed, the ladder starts over. */
export type LevelReason = 'time' | 'nobody' | 'unanswered' | 'escalated' | 'lapsed' | 'again'
export type TurnReason = 'first' | 'declined' | 'unreachable' | 'unanswered'

/** What providers say became of a message or call. */
export type DeliveryStatus = 'delivered' | 'undelivered' | 'answered' | 'no-answer' | 'busy' | 'failed'

const INTERNAL: ReadonlySet<string> = new Set([
  'lose',
  'reach-level',
  'page-next-holder',
  'exhaust-page',
  'end-ladder',
  'lapse-acknowledgement',
  'resume-ladder',
  'request-step',
  'expire-approval',
  'void-request',
  'warn-clock',
  'warn-notice',
  'resolve',
  'stop-resolving',
] satisfies InternalEffect['kind'][])

export const isInternal = (effect: Effect): effect is InternalEffect => INTERNAL.has(effect.kind)

/**
 * What has happened in an incident; past tense, one fact each. The journal is a list of these, and everything else is computed from it.
 * Events hold ids of the plan, times and numbers; free text is `Private`.
 */
import type { Actor, Private } from '../plan/actor.ts'
import type { Attempted } from '../plan/core.ts'
import type { Means } from '../plan/schema.ts'
import type { CommunicationEvent } from './communication/events.ts'
import type { ConsoleEvent } from './console/state.ts'
import type { RecordEvent } from './drill/record-shape.ts'
import type { DeliveryStatus, ExternalEffect, LevelReason, TurnReason } from './effects.ts'
import type { LevelTarget } from './level-target.ts'
import type { RecoveryEvent } from './recovery/events.ts'
import type { ReviewEvent } from './review/state.ts'
import type { VoyageEvent } from './voyage-shape.ts'

export const STATUSES = ['investigating', 'identified', 'recovering', 'monitoring', 'resolved'] as const
export type Status = (typeof STATUSES)[number]

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

export type Event =
  | RecoveryEvent
  | CommunicationEvent
  | RecordEvent
  | ReviewEvent
  | VoyageEvent
  | ConsoleEvent
  | (Fact & {
      type: 'declared'
      planDigest: string
      planId: string
      scenario: string | null
      severity: string
      mode: 'real' | 'drill'
      /** Which drill of the plan it is. */
      drill?: string
      seen: Private
      outageStartMs: number | null
      components: string[]
      /** Role of the commander in the plan, and who holds it from the start, if it is somebody the plan knows. */
      commanderRole: string
      commander: string | null
      /** How long each step took in earlier drills, milliseconds. */
      drillMs?: Record<string, number>
    })
  | (Fact & { type: 'declaration-joined'; seen: Private })
  | (Fact & {
      type: 'level-reached'
      /** `<round>/<level id>`, or `page/<n>` for a person paged by hand. */
      key: string
      level: string
      round: number
      why: LevelReason
      /** No names: ids of the plan. */
      targets: LevelTarget[]
      /** For a person paged by hand: why. */
      reason?: Private
    })
  | (Fact & {
      type: 'on-call-found'
      key: string
      target: number
      candidates: string[]
      standsFor?: Record<string, string>
      fromPagerduty: boolean
    })
  | (Fact & {
      type: 'page-opened'
      page: string
      key: string
      target: number
      person: string
      order: Means[]
      why: TurnReason
    })
  | (Fact & { type: 'page-exhausted'; page: string })
  | (Fact & {
      type: 'delivery-reported'
      page: string
      means: Means
      ref: string
      status: DeliveryStatus
      reason?: string
    })
  | (Fact & { type: 'acknowledged'; person?: string; page?: string })
  | (Fact & {
      type: 'declined'
      person?: string
      reason?: Private
      /** They had acknowledged before: a hand-off. */
      handOff: boolean
      /** Whom they named to take it. */
      to?: string
    })
  | (Fact & { type: 'acknowledgement-lapsed'; person: string })
  | (Fact & { type: 'ladder-paused'; reason: Private; untilMs: number | null })
  | (Fact & { type: 'ladder-resumed' })
  | (Fact & { type: 'ladder-ended'; round: number /** Nobody at all has acknowledged. */; unanswered: boolean })
  | (Fact & { type: 'role-assigned'; role: string; person: string })
  | (Fact & { type: 'scenario-set'; from: string | null; to: string })
  | (Fact & { type: 'severity-changed'; from: string; to: string; reason?: Private })
  /** `public`: the text is for everybody; without it the text is for people inside, here as in `resolved`. */
  | (Fact & {
      type: 'status-changed'
      from: Status
      to: Exclude<Status, 'resolved'>
      text?: Private
      public?: true
    })
  | (Fact & { type: 'noted'; text: Private; decision: boolean })
  | (Fact & { type: 'updated'; text: Private; public: boolean })
  | (Fact & { type: 'eta-set'; etaMs: number | null })
  | (Fact & { type: 'outage-start-set'; outageStartMs: number })
  /** `again`: they have been told before, and are to hear what is new. */
  | (Fact & { type: 'notice-asked'; notice: string; again?: true })
  | (Fact & { type: 'vendor-contacted'; vendor: string; reference?: Private })
  /** It is over once the checks have passed that have just been started; `text` and `public` as in `resolved`. */
  | (Fact & { type: 'resolution-asked'; text?: Private; public?: true })
  /** This check has failed, or has not passed in half an hour: it is not over. */
  | (Fact & { type: 'resolution-stopped'; step: string })
  | (Fact & { type: 'resolved'; text?: Private; public?: true })
  | (Fact & { type: 'cancelled'; reason: Private })
  | (Fact & { type: 'merged'; into: string })
  | (Fact & { type: 'reopened'; reason?: Private })
  | (Fact & { type: 'life-shown' })
  | Attempted<ExternalEffect>
  | (Fact & {
      type: 'carried-out'
      obligation: string
      attempt: number
      effect: ExternalEffect
      detail: Record<string, unknown>
    })
  | (Fact & {
      type: 'attempt-failed'
      obligation: string
      attempt: number
      effect: ExternalEffect
      reason: string
      /** When the same is tried again; absent: never, this effect is dead (a page goes on to its next means). */
      retryAtMs?: number
      /** It was held back on purpose (cap, bundling, `/dr hold`), not refused. */
      held?: boolean
      /** How far it came. `outOfTime`: it got on and only its time was up, which is no failure. */
      detail?: Record<string, unknown>
    })
  | (Fact & { type: 'attempt-lost'; obligation: string; attempt: number; effect: ExternalEffect; retryAtMs?: number })
  | (Fact & { type: 'attempt-withdrawn'; obligation: string; attempt: number; effect: ExternalEffect })

export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>

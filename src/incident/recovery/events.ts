/** What has happened in a recovery; past tense, one fact each. Starts and ends of runs are attempts and outcomes like those of every effect. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { Variant } from './state.ts'

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

/** Which clock a warning is about; `id` names the step (with its run), phase or tier, and of `rto` and `forecast` the deadline (epoch ms): set anew, they warn anew. */
export type ClockKind = 'rto' | 'forecast' | 'step' | 'phase' | 'tier'

export type RecoveryEvent =
  | (Fact & {
      type: 'step-requested'
      step: string
      variant: Variant
      n: number
      /** SHA-256 of exactly what it would run. */
      digest: string
      startsMs: number
      expiresMs: number | null
      /** Who wanted it, when the plan asks anew in their place. */
      requester?: Actor
    })
  /** It cannot run any more: what it would do has changed, or its turn has passed. Whoever still wants it asks anew. */
  | (Fact & { type: 'request-voided'; run: string })
  | (Fact & { type: 'step-approved'; run: string; person: string; digest: string })
  | (Fact & { type: 'step-rejected'; run: string; reason: Private })
  | (Fact & { type: 'approval-expired'; run: string })
  /** Started without the approvals that its step asks for, in the commander's name. */
  | (Fact & { type: 'break-glass-used'; run: string; digest: string; reason: Private })
  /** Whatever carries it out is alive; without another sign by the deadline nobody knows how it ended. */
  | (Fact & {
      type: 'run-renewed'
      obligation: string
      attempt: number
      deadlineMs: number
      host: string
    })
  | (Fact & { type: 'run-cancel-asked'; run: string })
  /** A person says how a run ended of which nobody knew. */
  | (Fact & { type: 'run-settled'; run: string; ok: boolean; note?: Private })
  | (Fact & { type: 'step-started'; step: string })
  | (Fact & { type: 'step-ended'; step: string; ok: boolean; note?: Private })
  | (Fact & { type: 'step-chosen'; step: string; option: string; reason?: Private })
  /** Of the steps that a failure offers, this one is taken. */
  | (Fact & { type: 'branch-chosen'; step: string; branch: string })
  | (Fact & {
      type: 'step-skipped'
      step: string
      reason: Private /** A check that was to pass before the end. */
      waived: boolean
    })
  /** What it did stays as it is for good. */
  | (Fact & { type: 'undo-waived'; step: string; reason: Private })
  /** As if nothing had been done to it. */
  | (Fact & { type: 'step-reset'; step: string })
  | (Fact & { type: 'step-put-first'; step: string })
  | (Fact & { type: 'step-added'; step: string; title: Private; needs: string[] })
  | (Fact & { type: 'card-drawn'; card: string; nth: number })
  | (Fact & { type: 'value-given'; name: string; text: Private })
  | (Fact & {
      type: 'clock-warned'
      clock: ClockKind
      id?: string
      percent: number
      /** Epoch ms of the moment that it is about. */
      dueMs: number
      /** People who are told besides the channel. */
      to: string[]
    })

/** The one list of them; the types see to it that it is whole. */
export const RECOVERY_EVENT_TYPES: Record<RecoveryEvent['type'], true> = {
  'step-requested': true,
  'request-voided': true,
  'step-approved': true,
  'step-rejected': true,
  'approval-expired': true,
  'break-glass-used': true,
  'run-renewed': true,
  'run-cancel-asked': true,
  'run-settled': true,
  'step-started': true,
  'step-ended': true,
  'step-chosen': true,
  'branch-chosen': true,
  'step-skipped': true,
  'undo-waived': true,
  'step-reset': true,
  'step-put-first': true,
  'step-added': true,
  'card-drawn': true,
  'value-given': true,
  'clock-warned': true,
}

export const isOfRecovery = (event: { type: string }): event is RecoveryEvent =>
  Object.hasOwn(RECOVERY_EVENT_TYPES, event.type)

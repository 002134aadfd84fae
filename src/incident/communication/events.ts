/** What has happened about what people are told; past tense, one fact each. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { NoticeMark } from '../effects.ts'
import type { MessageId } from './state.ts'

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

export type CommunicationEvent =
  /** `version`: what it is from now on. `text`: JSON of `MessageText`. */
  | (Fact & MessageId & { type: 'message-edited'; version: number; text: Private })
  | (Fact & MessageId & { type: 'message-approved'; version: number })
  | (Fact & MessageId & { type: 'message-skipped'; reason: Private })
  /** Somebody has done by hand what only a person can: press, social media. */
  | (Fact & MessageId & { type: 'told-by-hand'; dueMs: number; where?: Private })
  | (Fact & {
      type: 'question-answered'
      question: string
      answer: 'yes' | 'no'
      /** Since when it has been known, epoch ms. */
      sinceMs: number
      reason?: Private
    })
  /** `everyMs` null: no more regular updates; absent: as the plan says again. */
  | (Fact & { type: 'cadence-set'; notice: string; everyMs?: number | null })
  /** `own`: the review that Muster keeps, for people inside. */
  | (Fact & { type: 'review-published'; link: Private; own?: true })
  /** The time for a notice runs out, or has; `lateMs`: when it has, epoch ms; `to`: whom it is told besides the channel. */
  | (Fact & MessageId & { type: 'notice-warned'; mark: NoticeMark; lateMs: number; to: string[] })

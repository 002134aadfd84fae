/** What has happened to the system itself; past tense, one fact each. The system stream of the journal is a list of these. */
import type { Actor, Private } from '../plan/actor.ts'
import type { Attempted } from '../plan/core.ts'
import type { Means } from '../plan/schema.ts'
import type { TestPageEffect } from './commands.ts'
import type { ReachEvent } from './reach/track.ts'

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

/** How one attempt at one test page ended. */
interface Ended extends Fact {
  obligation: string
  attempt: number
  effect: TestPageEffect
}

/** What happens to the journal itself. Nothing follows from it; it is written down because auditors ask. */
export type ErasureEvent =
  /** Private texts are gone for good. `archives`: manifests of archives of evidence that were made before, and still have them. */
  | (Fact & {
      type: 'texts-erased'
      why: 'asked' | 'retention'
      stream?: string
      subject?: string
      texts: number
      /** Kept plans from which the person was taken. */
      plans: number
      archives: string[]
    })
  /** An archive of evidence was made; `manifest`: SHA-256 of its manifest, `texts`: it has private texts. */
  | (Fact & {
      type: 'evidence-exported'
      since: string
      until: string
      planId: string | null
      manifest: string
      texts: boolean
    })
  /** The database was lost, and the journal was made anew from the copy off-site: what was lacking there by the newest anchor, and what was damaged. */
  | (Fact & {
      type: 'journal-restored'
      copy: string
      streams: number
      rows: number
      /** When the anchor was made, ISO 8601; null: there was none. */
      anchorAt: string | null
      lacking: { stream: string; has: number; anchored: number }[]
      /** By the first row that is not there. */
      damaged: { stream: string; seq: number }[]
    })

export type Event =
  | (Fact & { type: 'held'; reason: Private })
  | (Fact & { type: 'released' })
  | (Fact & {
      type: 'cover-arranged'
      planId: string
      person: string
      standIn: string
      fromMs: number
      untilMs: number
    })
  | (Fact & { type: 'cover-ended'; planId: string; person: string })
  | (Fact & { type: 'test-page-asked'; test: string; planId: string; person: string; means: Means[] })
  | ErasureEvent
  | ReachEvent
  | Attempted<TestPageEffect>
  | (Ended & { type: 'carried-out'; detail: Record<string, unknown> })
  | (Ended & { type: 'attempt-failed'; reason: string })
  | (Ended & { type: 'attempt-lost' })
  | (Ended & { type: 'attempt-withdrawn' })

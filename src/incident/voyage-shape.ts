/** What is asked and what has happened when the database is away and comes back. */
import type { Actor, Private } from '../plan/actor.ts'

/** The engine gives it to each open incident when the database is given up. */
export interface GoAdrift {
  type: 'go-adrift'
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

export type VoyageEvent =
  | (Fact & { type: 'gone-adrift' })
  | (Fact & {
      type: 'lifeboat-merged'
      /** Names the voyage; each replica has its own. */
      voyage: string
      fromMs: number
      toMs: number
      /** How many commands of people it brought that hold. */
      taken: number
      /** What was answered with success and does not hold: by whom and when it was asked, and why not. */
      refused: { command: string; by: Actor; atMs: number; why: Private }[]
      /** People who were paged by this replica and by another one as well, by the means. */
      rangTwice: { person: string; means: string }[]
    })

/** The interface between the engine's worker and those who tell the news of quiet days: one try, and how it ended. */
import type { Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { ExternalEffect } from '../readiness/watch/effects.ts'
import type { WatchState } from '../readiness/watch/state.ts'

export interface NewsCarrying {
  state: WatchState
  plan: Plan
  /** The instant by the program's clock, epoch milliseconds. */
  atMs: number
  /** Aborts at the attempt's deadline. */
  signal: AbortSignal
}

/** Never throws for what the outside world does wrong: that is an outcome. */
export type NewsCarrier<Kind extends ExternalEffect['kind']> = (
  effect: Extract<ExternalEffect, { kind: Kind }>,
  carrying: NewsCarrying,
) => Promise<Outcome>

/** The watch over the system hears of each of its incidents: that one goes on, of what, and how it ended. Pure. */
import type { Obligation } from '../plan/core.ts'
import type { Effect, ExternalEffect } from './effects.ts'
import { want } from './efforts.ts'
import type { IncidentState } from './state.ts'

/** Once for each beginning and scenario, and once for each ending: what it says is read when it goes out. */
export function watchOwed(state: IncidentState): Obligation<Effect>[] {
  const { phase, endings, scenario, declaredMs, reopenedMs, endedMs } = state
  return phase === 'open'
    ? want(state, `watch/open/${endings}/${scenario ?? ''}`, reopenedMs ?? declaredMs, {
        kind: 'tell-watch',
        phase: 'open',
      })
    : want(state, `watch/ended/${endings}`, endedMs ?? declaredMs, { kind: 'tell-watch', phase: 'ended' })
}

/** An incident that has been reopened meanwhile has not ended, and the other way round. */
export const watchWants = (
  { phase }: IncidentState,
  effect: Extract<ExternalEffect, { kind: 'tell-watch' }>,
): boolean => (effect.phase === 'open') === (phase === 'open')

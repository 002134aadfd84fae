/** The watch over the system hears of each of its incidents: that one goes on, of what, from where users are served because of it, and how it ended. Pure. */
import type { Obligation } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Effect, ExternalEffect } from './effects.ts'
import { want } from './efforts.ts'
import { servingRegion } from './serving.ts'
import type { IncidentState } from './state.ts'

/** Once for each beginning, scenario and region, and once for each ending and its review: what it says is read when it goes out. */
export function watchOwed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  const { phase, endings, scenario, declaredMs, reopenedMs, endedMs, review } = state
  const { region, moves } = servingRegion(plan, state)
  // Users may go somewhere, come back and go again: each time is another.
  const what = `${endings}/${scenario ?? ''}${moves === 0 ? '' : `/${region ?? ''}/${moves}`}`
  if (phase === 'open')
    return want(state, `watch/open/${what}`, reopenedMs ?? declaredMs, { kind: 'tell-watch', phase: 'open' })
  const tell = (id: string, dueMs: number) => want(state, id, dueMs, { kind: 'tell-watch', phase: 'ended' })
  const { published } = review
  return [
    ...tell(`watch/ended/${what}`, endedMs ?? declaredMs),
    // It asks for the review until there is one.
    ...(published ? tell(`watch/reviewed/${endings}`, published.atMs) : []),
  ]
}

/** An incident that has been reopened meanwhile has not ended, and the other way round. */
export const watchWants = (
  { phase }: IncidentState,
  effect: Extract<ExternalEffect, { kind: 'tell-watch' }>,
): boolean => (effect.phase === 'open') === (phase === 'open')

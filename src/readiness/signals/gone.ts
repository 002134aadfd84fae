/** What the plan in force has no more: it is forgotten, and nothing is asked or declared because of it. Pure. */
import type { Plan } from '../../plan/schema.ts'
import type { Event, Fact } from '../watch/events.ts'
import { evolve } from '../watch/evolve.ts'
import type { WatchState } from '../watch/state.ts'
import { asksAbout, meaningOf } from './meaning.ts'
import { recoveries } from './propose.ts'
import type { Proposal, Ref } from './track.ts'

export const isAnythingGone = (plan: Plan, state: WatchState): boolean =>
  goneRefs(plan, state).length > 0 || isDropped(plan, state.signals.proposal)

export function forgetGone(plan: Plan, state: WatchState, fact: Fact): Event[] {
  const forgotten = goneRefs(plan, state).map((ref): Event => ({ ...fact, type: 'signal-forgotten', ref }))
  const now = forgotten.reduce(evolve, state)
  const { proposal } = now.signals
  if (proposal && isDropped(plan, proposal))
    return [...forgotten, { ...fact, type: 'proposal-dropped', proposal: proposal.id }]
  return [...forgotten, ...recoveries(plan, now, fact)]
}

const goneRefs = (plan: Plan, { signals: { tracks, held } }: WatchState): Ref[] =>
  [...new Set([...Object.keys(tracks), ...Object.keys(held)] as Ref[])].filter((ref) => !meaningOf(plan, ref))

/** The plan asks about nothing of it any more. */
const isDropped = (plan: Plan, proposal: Proposal | null): boolean =>
  proposal !== null && !proposal.refs.some((ref) => asksAbout(plan, ref))

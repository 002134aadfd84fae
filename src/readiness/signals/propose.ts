/** What is proposed because of a signal: at most one thing at a time, which more signals join and may raise. Pure. */
import type { Plan } from '../../plan/schema.ts'
import type { Event, Fact } from '../watch/events.ts'
import type { WatchState } from '../watch/state.ts'
import { beginningOf, begun, earlier } from './beginning.ts'
import { asksAbout, meaningOf, proposedFor, urgencyOf } from './meaning.ts'
import { scenariosOf } from './order.ts'
import type { Proposal, Proposed, Ref } from './track.ts'

/** While it is earnest nobody is asked whether it is. */
export const realIncidents = (state: WatchState): string[] => openOf(state, 'real')
export const openDrills = (state: WatchState): string[] => openOf(state, 'drill')

const openOf = ({ openIncidents }: WatchState, wanted: 'real' | 'drill'): string[] =>
  Object.entries(openIncidents).flatMap(([id, { mode }]) => (mode === wanted ? [id] : []))

export function proposalsFor(plan: Plan, now: WatchState, { atMs, by }: Fact, ref: Ref): Event[] {
  const track = now.signals.tracks[ref]
  const meaning = meaningOf(plan, ref)
  if (!track?.bad || !meaning || !asksAbout(plan, ref) || realIncidents(now).length > 0) return []
  const seen = { atMs, ...beginningOf(ref, track, atMs) }
  const proposed = decidedByPeople(now, proposedFor(plan, meaning, seen))
  const { proposal } = now.signals
  if (!proposal) return [{ type: 'proposal-opened', atMs, by, ...proposed, refs: [ref] }]
  if (proposal.refs.includes(ref)) return []
  const raised = isRaised(plan, proposal, ref, proposed) ? { raised: joined(plan, proposal, ref, proposed) } : {}
  return [{ type: 'proposal-joined', atMs, by, proposal: proposal.id, ref, ...raised }]
}

/** A drill may have broken it on purpose: people decide then, and where the plan would have asked nobody they are asked loudly. */
function decidedByPeople(now: WatchState, proposed: Proposed): Proposed {
  if (openDrills(now).length === 0) return proposed
  return { ...proposed, reaction: proposed.reaction === 'declare' ? 'page' : proposed.reaction, declareAtMs: null }
}

/** It is more urgent; or as urgent, and says better what has happened. */
function isRaised(plan: Plan, proposal: Proposal, ref: Ref, more: Proposed): boolean {
  const [before, now] = [urgencyOf(plan, proposal.tier), urgencyOf(plan, more.tier)]
  const [likeliest = null] = scenariosOf(plan, [...proposal.refs, ref])
  return now < before || (now === before && likeliest === more.scenario && likeliest !== proposal.scenario)
}

/** What is more urgent says what happens; what was known stays known. */
function joined(plan: Plan, proposal: Proposal, ref: Ref, more: Proposed): Proposed {
  const rankOf = (id: string) => plan.severities.find((one) => one.id === id)?.rank ?? Number.POSITIVE_INFINITY
  return {
    ...more,
    scenario: scenariosOf(plan, [...proposal.refs, ref])[0] ?? proposal.scenario,
    severity: rankOf(proposal.severity) < rankOf(more.severity) ? proposal.severity : more.severity,
    components: [...new Set([...proposal.components, ...more.components])],
    ...begun(proposal, more),
    respondByMs: earlier(proposal.respondByMs, more.respondByMs),
    declareAtMs: earlier(proposal.declareAtMs, more.declareAtMs),
  }
}

/** The open proposal is over when nothing of what it is about is bad any more. */
export function recoveries(plan: Plan, now: WatchState, { atMs, by }: Fact): Event[] {
  const { proposal, tracks } = now.signals
  if (!proposal) return []
  const isBad = (ref: Ref) => {
    const track = tracks[ref]
    return track !== undefined && (track.bad || track.flappingSinceMs !== null) && meaningOf(plan, ref) !== undefined
  }
  return proposal.refs.some(isBad) ? [] : [{ type: 'proposal-recovered', atMs, by, proposal: proposal.id }]
}

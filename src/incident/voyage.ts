/**
 * The database was away, and the incident was run from a replica's lifeboat: what is said of that in the journal. Both facts stand there only once the database is back;
 * until then the first stands in the record of the replica.
 */
import type { Actor } from '../plan/actor.ts'
import type { Command } from './commands.ts'
import { happened, type IncidentDecision, nothing } from './decision.ts'
import type { Event } from './events.ts'
import type { IncidentState } from './state.ts'
import type { GoAdrift, VoyageEvent } from './voyage-shape.ts'

/** Another replica may have said it already. */
export const decideAdrift = (state: IncidentState, { atMs, by }: GoAdrift): IncidentDecision =>
  state.phase === 'open' && state.adriftSinceMs === null ? happened({ type: 'gone-adrift', atMs, by }) : nothing()

export function evolveVoyage(state: IncidentState, event: VoyageEvent): IncidentState {
  return { ...state, adriftSinceMs: event.type === 'gone-adrift' ? event.atMs : null }
}

/** What a merge came to, of this incident. */
export interface MergeFacts {
  id: string
  fromMs: number
  toMs: number
  taken: number
  refused: { command: Pick<Command, 'type' | 'by' | 'atMs'>; why: string }[]
  /** What had happened in the lifeboat, and what of it happens in the database's own history. */
  events: Event[]
  replayed: Event[]
}

export function mergedEvent(facts: MergeFacts, atMs: number, by: Actor): VoyageEvent {
  const { id, fromMs, toMs, taken } = facts
  const refused = facts.refused.map(({ command, why }) => {
    return { command: command.type, by: command.by, atMs: command.atMs, why: { private: why } }
  })
  return {
    type: 'lifeboat-merged',
    atMs,
    by,
    voyage: id,
    fromMs,
    toMs,
    taken,
    refused,
    rangTwice: rangTwice(facts),
  }
}

/** Pages that went out here, or may have, and that the database's own history has from somebody else. */
function rangTwice({ events, replayed }: MergeFacts): { person: string; means: string }[] {
  const made = new Set(replayed.flatMap((event) => (event.type === 'attempted' ? [event.obligation] : [])))
  const failed = new Set(
    events.flatMap((event) => (DID_NOT_RING.has(event.type) && 'obligation' in event ? [event.obligation] : [])),
  )
  const twice = new Map<string, { person: string; means: string }>()
  for (const event of events) {
    if (event.type !== 'attempted' || event.effect.kind !== 'page') continue
    const { obligation, effect } = event
    if (made.has(obligation) || failed.has(obligation)) continue
    twice.set(obligation, { person: effect.person, means: effect.means })
  }
  return [...twice.values()]
}

const DID_NOT_RING: ReadonlySet<Event['type']> = new Set<Event['type']>(['attempt-failed', 'attempt-withdrawn'])

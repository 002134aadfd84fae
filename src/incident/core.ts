/** An incident as the engine sees it. */
import type { Core } from '../plan/core.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import type { Effect } from './effects.ts'
import type { Event } from './events.ts'
import { evolve } from './evolve.ts'
import { initialState } from './initial-state.ts'
import { knows } from './known.ts'
import { owed } from './owed.ts'
import type { IncidentState } from './state.ts'
import { stillWanted } from './still-wanted.ts'

export const incidentCore: Core<IncidentState, Command, Event, Effect> = {
  initial: initialState,
  evolve,
  knows,
  decide,
  owed: (plan, state) => (plan ? owed(plan, state) : []),
  stillWanted: (plan, state, obligation, attempt) =>
    plan !== undefined && stillWanted(plan, state, obligation, attempt),
  planDigest: (state) => state.planDigest,
  closed: (state) => state.phase !== 'open' && state.phase !== 'not-declared',
}

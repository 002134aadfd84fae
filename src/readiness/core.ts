/** The system stream's four functions in the shape that the engine runs. The stream is pinned to no plan and never closes. */
import type { Core } from '../plan/core.ts'
import type { SystemCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { Event } from './events.ts'
import { evolve, initial } from './evolve.ts'
import { knows } from './known.ts'
import { type Effect, obligationOf, owed } from './owed.ts'
import type { SystemState } from './state.ts'

export const systemCore: Core<SystemState, SystemCommand, Event, Effect> = {
  initial,
  evolve,
  knows,
  decide: (_plan, state, command) => decide(state, command),
  owed: (_plan, state) => owed(state),
  stillWanted: (_plan, state, obligation, attempt) =>
    state.testPages.some((page) => obligationOf(page) === obligation && page.attemptInHand?.attempt === attempt),
  planDigest: () => undefined,
  closed: () => false,
}

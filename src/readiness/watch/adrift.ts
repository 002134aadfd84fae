/**
 * The rules of a watch while the database is away: it goes on hearing of signals and telling people of them. What starts an action, declares by itself or would be done
 * twice by two replicas waits; neither knows of the other.
 */
import type { Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import { isSignalDue } from '../signals/track.ts'
import type { Command } from './commands.ts'
import { watchCore } from './core.ts'
import { decide, tick } from './decide.ts'
import { refuse } from './decided.ts'
import type { Effect } from './effects.ts'
import { owed } from './owed.ts'
import type { WatchState } from './state.ts'

const REFUSED: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'verify-backup',
  'make-backup',
  'test-contacts',
])

const GOES_ON: ReadonlySet<Effect['kind']> = new Set<Effect['kind']>([
  'tell-news',
  'post-news',
  'retire-news',
  'call-off',
  'note-signal',
])

export const adriftWatchCore: typeof watchCore = {
  ...watchCore,
  decide(plan, state, command) {
    if (REFUSED.has(command.type))
      return refuse('The database is away: nothing is tried or made until it is back; ask again then.')
    if (command.type !== 'tick' || !plan || state.planDigest === undefined) return decide(plan, state, command)
    return tick(plan, state, command, owedAdrift)
  },
  owed: (plan, state) => (plan ? owedAdrift(plan, state) : []),
}

const owedAdrift = (plan: Plan, state: WatchState): Obligation<Effect>[] =>
  owed(plan, state).filter(({ effect }) => {
    if (effect.kind === 'lose') {
      const lost = state.efforts[effect.obligation]?.effect
      return lost !== undefined && GOES_ON.has(lost.kind)
    }
    return GOES_ON.has(effect.kind) || isSignalDue(effect)
  })

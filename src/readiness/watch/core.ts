/** The watch over a system as the engine runs it: pinned to the plan in force, and never at its end while there is one. */
import type { Core } from '../../plan/core.ts'
import { verificationWanted } from '../backups/owed-backups.ts'
import type { AskContact } from '../contacts/track.ts'
import { isReportWanted } from '../months/months.ts'
import type { WatchCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { Effect } from './effects.ts'
import type { Event } from './events.ts'
import { evolve } from './evolve.ts'
import { knows } from './known.ts'
import { isOpen } from './news.ts'
import { owed } from './owed.ts'
import { initial, type WatchState } from './state.ts'

const isUnconfirmed = ({ contacts: { round } }: WatchState, { person, means, round: of }: AskContact): boolean =>
  round?.startedMs === of &&
  round.asked.some((one) => one.person === person && one.means === means && one.confirmedMs === undefined)

export const watchCore: Core<WatchState, WatchCommand, Event, Effect> = {
  initial,
  evolve,
  knows,
  decide,
  owed: (plan, state) => (plan ? owed(plan, state) : []),
  stillWanted(plan, state, obligation, attempt) {
    const effort = state.efforts[obligation]
    if (effort?.inHand?.attempt !== attempt || state.planDigest === undefined) return false
    const { effect } = effort
    if (effect.kind === 'make-backup') return plan?.backups[effect.set]?.make !== undefined
    if (effect.kind === 'verify-backup') return verificationWanted(plan, effect)
    if (effect.kind === 'call-off') return state.openIncidents[effect.incident] !== undefined
    if (effect.kind === 'ask-contact') return isUnconfirmed(state, effect)
    if (effect.kind === 'note-signal') return state.openIncidents[effect.incident] !== undefined
    if (effect.kind === 'declare-proposal') {
      const { proposal } = state.signals
      return proposal?.id === effect.proposal && proposal.declareAtMs !== null
    }
    // What has changed since is in it, too.
    if (effect.kind === 'refile-review') return true
    if (effect.kind === 'report-month') return isReportWanted(state, effect.month)
    if (effect.kind === 'retire-news') return true
    return state.news.some((news) => news.id === effect.news && isOpen(news))
  },
  planDigest: (state) => state.planDigest,
  closed: (state) => state.seq > 0 && state.planDigest === undefined,
}

/** Asked by a worker just before it acts: has what was handed out been overtaken meanwhile? */
import type { Plan } from '../plan/schema.ts'
import { hasAcknowledged, pageWanted } from './ladder.ts'
import type { IncidentState } from './state.ts'

export function stillWanted(plan: Plan, state: IncidentState, obligation: string, attempt: number): boolean {
  const effort = state.efforts[obligation]
  if (effort?.inHand?.attempt !== attempt) return false
  const { effect } = effort
  switch (effect.kind) {
    case 'page': {
      const page = state.pages[effect.page]
      return page !== undefined && pageWanted(plan, state, page)
    }
    case 'check-delivery':
      return state.phase === 'open'
    case 'ask-again':
      return state.phase === 'open' && hasAcknowledged(state, effect.person)
    case 'notify':
      return state.phase === 'open' || effect.moment === 'resolved' || effect.moment === 'correction'
    case 'settle-pagerduty':
      return effect.action === 'resolve' || state.phase === 'open'
    default:
      return true
  }
}

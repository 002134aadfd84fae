/** What happens in an incident anyway and ticks a manual step by itself (R126). */
import type { Occurrence } from '../../plan/step-schema.ts'
import type { IncidentState } from '../state.ts'

/** When it happened, epoch ms; null: not yet. */
export function occurredMs(state: IncidentState, occurrence: Occurrence): number | null {
  switch (occurrence) {
    case 'declared':
      return state.declaredMs
    case 'acknowledged':
      return state.firstAcknowledgedMs
    case 'channel-opened':
      return state.channel ? state.declaredMs : null
    case 'monitoring':
      return state.restoredMs
    default: {
      const sent = state.notices.filter(
        ({ notice, sentMs }) => notice === occurrence.noticeSent && sentMs !== undefined,
      )
      return sent.length > 0 ? Math.min(...sent.map(({ sentMs = 0 }) => sentMs)) : null
    }
  }
}

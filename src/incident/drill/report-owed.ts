/** The report of a drill that is over is filed, and filed again when somebody adds to it. Pure. */
import type { Obligation } from '../../plan/core.ts'
import type { Effect } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'

/** So long after the end, everybody who is to hear that it is over has been told, or is late. */
const AFTER_MS = 30 * 60_000

/** One that was called off has a report as well: why is worth knowing. */
export function reportOwed(state: IncidentState): Obligation<Effect>[] {
  const { endings, endedMs, declaredMs } = state
  if (!isReported(state)) return []
  const { seq, atMs } = lastAdded(state)
  const dueMs = Math.max((endedMs ?? declaredMs) + AFTER_MS, atMs)
  return want(state, `file-report/${endings}/${seq}`, dueMs, { kind: 'file-report', version: seq })
}

export const isReported = ({ mode, phase }: IncidentState): boolean =>
  mode === 'drill' && (phase === 'resolved' || phase === 'cancelled')

/** What people wrote of it, during the drill or afterwards. */
function lastAdded({ record, notes }: IncidentState): { seq: number; atMs: number } {
  const all = [...Object.values(record), ...notes]
  return all.reduce((last, one) => (one.seq > last.seq ? one : last), { seq: 0, atMs: 0 })
}

/** What a probe asks, as an action of a step would: with everything filled in that a probe cannot say, which is all that could change something. */
import type { Action } from './action-schema.ts'
import type { Ask } from './detection-schema.ts'

export type AskedByAction = Exclude<Ask, { tcp: string } | { dns: string } | { tls: string }>

export const isAskedByAction = (ask: Ask): ask is AskedByAction => 'http' in ask || 'sql' in ask || 'command' in ask

/** Output of a probe is looked at by nobody. */
const OUTPUT_BYTES_MAX = 64 * 1024

/** @param timeoutMs of the probe: its action has no longer. */
export function probeAction(ask: AskedByAction, timeoutMs: number): Action {
  const timeout = Math.min(ask.timeout, timeoutMs)
  if ('http' in ask) return { ...ask, timeout, capture: {} }
  if ('sql' in ask) return { ...ask, timeout, write: false, transaction: true, capture: {} }
  return { ...ask, timeout, outputMax: OUTPUT_BYTES_MAX, capture: {} }
}

/**
 * How many alerts of each signal fire, as far as this replica has heard: a hint for the watch, which itself knows the first few. Kept in memory: a restart
 * forgets, and whoever sends alerts repeats those that go on.
 */

import type { Plan } from '../../../plan/schema.ts'
import { refOf } from '../../../readiness/signals/meaning.ts'
import type { IncomingAlert } from '../../../readiness/signals/track.ts'

/** What has not been repeated for so long fires no more, or nobody says so. */
const KEPT_MS = 24 * 3_600_000
const KEYS_MAX = 20_000

export interface Firing {
  /** Takes alerts in; how many fire then of each signal that they are of. */
  count(plan: Plan, alerts: readonly IncomingAlert[], nowMs: number): Record<string, number>
}

export function createFiring(): Firing {
  const heard = new Map<string, Map<string, number>>()
  return {
    count(plan, alerts, nowMs) {
      const counts: Record<string, number> = {}
      for (const alert of alerts) {
        const ref = refOf(plan, alert)
        const name = `${plan.id}/${ref}`
        const keys = heard.get(name) ?? new Map<string, number>()
        heard.set(name, keys)
        keys.delete(alert.key)
        if (alert.firing) keys.set(alert.key, nowMs)
        forgetOld(keys, nowMs)
        counts[ref] = keys.size
      }
      return counts
    },
  }
}

/** The oldest come first. */
function forgetOld(keys: Map<string, number>, nowMs: number): void {
  for (const [key, atMs] of keys) {
    if (atMs > nowMs - KEPT_MS && keys.size <= KEYS_MAX) return
    keys.delete(key)
  }
}

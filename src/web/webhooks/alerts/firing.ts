/**
 * How many alerts of each signal fire, as far as this replica has heard: a hint for the watch, which itself knows the first few. Kept in memory: a restart
 * forgets, and another replica has heard others; so it says as well of how many it has heard, and nothing heard is not the same as nothing that fires.
 */

import type { Plan } from '../../../plan/schema.ts'
import { isBeyond, refOf, signalOf } from '../../../readiness/signals/meaning.ts'
import type { FiringHint, IncomingAlert, Ref } from '../../../readiness/signals/track.ts'

/** What has not been repeated for so long fires no more, or nobody says so. */
const KEPT_MS = 24 * 3_600_000
const KEYS_MAX = 20_000

/** Since when a signal has been bad. */
type SinceMs = (ref: Ref) => number

export interface Firing {
  /** Takes alerts in; how things stand then with each signal that they are of. */
  count(plan: Plan, alerts: readonly IncomingAlert[], nowMs: number, sinceMs: SinceMs): Record<string, FiringHint>
}

/** By key, when it was last heard of. */
interface Heard {
  firing: Map<string, number>
  gone: Map<string, number>
}

export function createFiring(): Firing {
  const known = new Map<string, Heard>()
  const heardOf = (name: string): Heard => {
    const heard = known.get(name) ?? { firing: new Map(), gone: new Map() }
    known.set(name, heard)
    return heard
  }
  return {
    count(plan, alerts, nowMs, sinceMs) {
      const refs = new Map<Ref, Heard>()
      for (const alert of alerts) {
        const ref = refOf(plan, alert)
        const heard = refs.get(ref) ?? heardOf(`${plan.id}/${ref}`)
        refs.set(ref, heard)
        const { firing, gone } = heard
        firing.delete(alert.key)
        gone.delete(alert.key)
        const fires = alert.firing && isBeyond(signalOf(plan, ref), alert.value)
        const now = fires ? firing : gone
        now.set(alert.key, nowMs)
        forgetOld(now, nowMs)
      }
      return Object.fromEntries([...refs].map(([ref, heard]) => [ref, hintOf(heard, nowMs, sinceMs(ref))]))
    },
  }
}

function hintOf({ firing, gone }: Heard, nowMs: number, sinceMs: number): FiringHint {
  forgetOld(firing, nowMs)
  const ended = [...gone.values()].filter((atMs) => atMs >= sinceMs).length
  return { firing: firing.size, heard: firing.size + ended }
}

/** The oldest come first. */
function forgetOld(keys: Map<string, number>, nowMs: number): void {
  for (const [key, atMs] of keys) {
    if (atMs > nowMs - KEPT_MS && keys.size <= KEYS_MAX) return
    keys.delete(key)
  }
}

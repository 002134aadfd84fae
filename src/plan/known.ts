/**
 * Whether this version understands an event of the journal. While Muster is upgraded, a replica may meet what a newer one has written; it must neither
 * crash on it nor act on half of what happened.
 */
import type { AnyEvent } from './core.ts'

/** @param events and @param effects: all that there are in this version. */
export function knowing(events: Record<string, true>, effects: Record<string, true>): (event: AnyEvent) => boolean {
  return (event) => {
    if (!Object.hasOwn(events, event.type)) return false
    const { effect } = event as AnyEvent & { effect?: { kind: string } }
    return effect === undefined || Object.hasOwn(effects, effect.kind)
  }
}

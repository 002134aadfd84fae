/** Services that are away, as the system's stream knows them: a fact, journaled once. */
import type { Actor } from '../../plan/actor.ts'

/** Services whose loss changes how people work. */
type WatchedService = 'slack'

interface Away {
  /** When the first call failed. */
  sinceMs: number
  /** When that was known to be a loss. */
  atMs: number
  /** One sentence without secrets. */
  why: string
}

export type AwayState = Partial<Record<WatchedService, Away>>

interface Fact {
  atMs: number
  by: Actor
}

export type ReachEvent =
  | (Fact & { type: 'service-away'; service: WatchedService; sinceMs: number; why: string })
  | (Fact & { type: 'service-back'; service: WatchedService; sinceMs: number })

export type ReachCommand =
  | (Fact & { type: 'lose-service'; service: WatchedService; sinceMs: number; why: string })
  | (Fact & { type: 'regain-service'; service: WatchedService })

/** Several replicas see the same loss: the first one says it. */
export function decideReach(away: AwayState, command: ReachCommand): ReachEvent[] {
  const { atMs, by, service } = command
  const known = away[service]
  if (command.type === 'lose-service')
    return known ? [] : [{ type: 'service-away', atMs, by, service, sinceMs: command.sinceMs, why: command.why }]
  return known ? [{ type: 'service-back', atMs, by, service, sinceMs: known.sinceMs }] : []
}

export function evolveReach(away: AwayState, event: ReachEvent): AwayState {
  const { [event.service]: _before, ...others } = away
  if (event.type === 'service-back') return others
  const { atMs, sinceMs, why } = event
  return { ...others, [event.service]: { atMs, sinceMs, why } }
}

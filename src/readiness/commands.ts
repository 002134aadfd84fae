/** What can be asked of the system's own stream. */
import type { Actor, Private } from '../plan/actor.ts'
import type { EngineCommand } from '../plan/core.ts'
import type { Means } from '../plan/schema.ts'
import type { ReachCommand } from './reach/track.ts'

interface Asked {
  atMs: number
  by: Actor
}

export type SystemCommand =
  /** Stop every outgoing effect (promise 8). */
  | (Asked & { type: 'hold'; reason: Private })
  | (Asked & { type: 'release' })
  | (Asked & {
      type: 'arrange-cover'
      planId: string
      person: string
      standIn: string
      fromMs: number
      untilMs: number
    })
  | (Asked & { type: 'end-cover'; planId: string; person: string })
  | ReachCommand
  /** Send one person a test by every means they have. */
  | (Asked & { type: 'test-page'; planId: string; person: string; means: Means[]; test: string })

export type Command = SystemCommand | EngineCommand

/** The system stream's only effect. */
export interface TestPageEffect {
  kind: 'test-page'
  planId: string
  person: string
  means: Means
}

/** The cores as the engine sees them: it runs every stream's rules without knowing what they are about. */
import type { Actor } from '../plan/actor.ts'
import type { AnyEvent, Core, Facts } from '../plan/core.ts'

/** What every command has; cores add fields. */
export interface AnyCommand {
  type: string
  /** Epoch ms, given by whoever gives the command. */
  atMs: number
  by: Actor
  /** Added by the engine. */
  facts?: Facts
}

export type AnyCore<Effect> = Core<unknown, AnyCommand, AnyEvent, Effect>

/** The rules of a stream, by its name. */
export type Cores<Effect> = (stream: string) => AnyCore<Effect>

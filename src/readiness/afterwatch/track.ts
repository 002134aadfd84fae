/** After an incident its system is looked at more closely for a while (R128), and the words in which a watch speaks of that. */
import type { Actor } from '../../plan/actor.ts'

export interface Afterwatch {
  incident: string
  untilMs: number
  /** Signals that have become bad meanwhile. */
  fired: number
}

export interface AfterwatchAbout {
  kind: 'afterwatch'
  what: 'began' | 'ended'
  incident: string
  untilMs: number
  fired: number
}

export interface AfterwatchDue {
  kind: 'end-afterwatch'
}

interface Fact {
  atMs: number
  by: Actor
}

export type AfterwatchEvent =
  | (Fact & { type: 'afterwatch-began'; incident: string; untilMs: number })
  | (Fact & { type: 'afterwatch-ended' })

/** Among all that time brings about. */
export const isAfterwatchDue = <Other extends { kind: string }>(due: Other | AfterwatchDue): due is AfterwatchDue =>
  due.kind === 'end-afterwatch'

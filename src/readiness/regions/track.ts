/** From which region users are served, and since when; it is the primary one unless something has moved them. */
import type { Actor } from '../../plan/actor.ts'

/** Null: from the primary region, as on any quiet day. */
export type Serving = { region: string; sinceMs: number; incident: string | null; by: Actor } | null

export type RegionAbout = { kind: 'serving'; region: string } | { kind: 'serving-primary' }

interface Fact {
  atMs: number
  by: Actor
}

/** Somebody says from where users are served now. */
export type RegionCommand = Fact & { type: 'set-serving'; region: string }

export type RegionEvent =
  /** `primary`: it is the primary region; nobody is reminded of a way back. */
  | (Fact & { type: 'serving-moved'; region: string; primary: boolean; incident: string | null })
  /** What an incident says; users may be there already. */
  | (Fact & { type: 'serving-claimed'; incident: string; region: string })

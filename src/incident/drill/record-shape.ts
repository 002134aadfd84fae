/**
 * What people say of a drill by name: an item of its list is done, a part of its record is written, production is again as it was before. Kept by ids; the texts of the
 * plan it is pinned to say the rest.
 */
import type { Actor, Private } from '../../plan/actor.ts'

export const LIST_PARTS = ['before', 'during', 'after'] as const
export type ListPart = (typeof LIST_PARTS)[number]

/** An item of the drill's list, or a section of `drillRecord`, by its place from 0; `restored`: production is as it was before. */
export type RecordPart = `${ListPart}/${number}` | `section/${number}` | 'restored'

export interface Signed {
  atMs: number
  /** Of the event, so that a report can be made again when something was added. */
  seq: number
  by: Actor
  text?: Private
}

/** By part. */
export type RecordState = Record<string, Signed>

interface Fact {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

/** Signed again it takes the place of what was said before; without a text that one's text stays. */
export type RecordEvent = Fact & { type: 'record-signed'; part: RecordPart; text?: Private }
export type RecordCommand = Fact & { type: 'sign-record'; part: RecordPart; text?: Private }

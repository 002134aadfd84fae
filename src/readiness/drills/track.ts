/** What a watch knows of one drill of its plan, and the words in which it speaks of it. */
import type { Actor, Private } from '../../plan/actor.ts'

/** What is asked of people at an occasion: that of the plan's own timeline by its place, or what every drill needs. */
export type DrillItem =
  | 'due'
  | 'announce'
  | 'prepare'
  | 'start'
  | 'reminder'
  | 'debrief'
  | 'updates'
  | `timeline/${number}`
  | `after/${number}`

/** What somebody has to do, and says when it is done. */
export const isTask = (item: DrillAsk): boolean => item === 'debrief' || item === 'updates' || item.startsWith('after/')

export interface DrillTrack {
  /** Occasions that were over by then have been dealt with, epoch ms. */
  cursorMs: number
  /** Since when the plan has it, epoch ms; absent: for as long as there has been a watch. */
  sinceMs?: number
  /** `<occasion>/<item>`: what has been asked. An occasion is named by the day for which it is planned. */
  said: string[]
  /** By occasion. */
  skipped: Record<string, { atMs: number; by: Actor; reason: Private }>
  /** By occasion: when it begins instead, epoch ms. */
  moved: Record<string, number>
  /** Held by its list, outside Muster: the newest `RECORDED_MAX`, oldest first. */
  recorded: { startedMs: number; by: Actor; note: Private }[]
  /** Occasions whose time is over, and what became of them: the newest `PAST_MAX`, oldest first. */
  past: { occasion: string; untilMs: number; how: 'held' | 'missed' | 'skipped' }[]
}

export const RECORDED_MAX = 20
/** Somewhat more than a year of weeks. */
export const PAST_MAX = 60

/** What is told of an occasion: what is asked, and what became of it. */
export type DrillAsk = DrillItem | 'missed' | 'skipped' | 'moved'

export type DrillAbout =
  | { kind: 'drill'; drill: string; occasion: string; item: DrillAsk }
  /** A real incident has begun while a drill went on. */
  | { kind: 'drill-overridden'; incident: string; drill: string | null; because: string }

/** What only time brings about. */
export type DrillDue =
  | { kind: 'remind-of-drill'; drill: string; occasion: string; item: DrillItem }
  | { kind: 'miss-drill'; drill: string; occasion: string; untilMs: number }
  | { kind: 'close-drill'; drill: string; occasion: string; untilMs: number }

interface Fact {
  atMs: number
  by: Actor
}

export type DrillCommand =
  /** Leave out the occasion that is at hand, or the one named while it still is. */
  | (Fact & { type: 'skip-drill'; drill: string; reason: Private; occasion?: string })
  /** Begin the occasion that is at hand at another moment. */
  | (Fact & { type: 'move-drill'; drill: string; startMs: number })
  /** It was held by its list, outside Muster. */
  | (Fact & { type: 'record-drill'; drill: string; startedMs: number; note: Private })

export type DrillEvent =
  /** `stale`: its time had passed, with something later, before anybody could be told. */
  | (Fact & { type: 'drill-reminded'; drill: string; occasion: string; item: DrillItem; stale?: true })
  | (Fact & { type: 'drill-missed'; drill: string; occasion: string; untilMs: number })
  | (Fact & { type: 'drill-closed'; drill: string; occasion: string; untilMs: number })
  | (Fact & { type: 'drill-skipped'; drill: string; occasion: string; reason: Private })
  | (Fact & { type: 'drill-moved'; drill: string; occasion: string; startMs: number })
  | (Fact & { type: 'drill-recorded'; drill: string; startedMs: number; note: Private })

const DUE: ReadonlySet<string> = new Set(['remind-of-drill', 'miss-drill', 'close-drill'] satisfies DrillDue['kind'][])

/** Among all that time brings about. */
export const isDrillDue = <Other extends { kind: string }>(due: Other | DrillDue): due is DrillDue => DUE.has(due.kind)

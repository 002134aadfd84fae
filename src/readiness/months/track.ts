/** What a watch knows of the report that it owes for each month, and the words in which it speaks of it. */
import type { Actor } from '../../plan/actor.ts'

export interface MonthTrack {
  /** The last that has ended, `2026-10`, and when that was noticed, epoch ms; null: none has since there has been a watch. */
  ended: { month: string; atMs: number } | null
  /** Reports that were made, the newest `REPORTS_MAX`, oldest first. */
  reports: MonthReport[]
}

export interface MonthReport {
  month: string
  /** Numbers and ids, as whoever has worked them out handed them over; the watch does not look into them. */
  figures: unknown
  /** Those of the month before. */
  before: unknown
  /** Where it was filed; absent: nowhere. */
  place?: string
}

export const REPORTS_MAX = 3
export const noMonths: MonthTrack = { ended: null, reports: [] }

export interface MonthAbout {
  kind: 'month-report'
  month: string
}

/** Work out the figures of a month, and file them. Detail: a `MonthReport` without its month. */
export interface ReportMonth {
  kind: 'report-month'
  month: string
}

export interface MonthDue {
  kind: 'end-month'
}

export interface MonthEvent {
  type: 'month-ended'
  atMs: number
  by: Actor
  month: string
}

/** Among all that time brings about. */
export const isMonthDue = <Other extends { kind: string }>(due: Other | MonthDue): due is MonthDue =>
  due.kind === 'end-month'

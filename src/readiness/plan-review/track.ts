/** What a watch knows of the day by which its plan is to be looked through again, and the words in which it speaks of it. */
import type { Actor } from '../../plan/actor.ts'

/** Null: nobody has been told of a day that the plan names. */
export type PlanReview = { dueMs: number; overdue: boolean } | null

export interface PlanReviewAbout {
  kind: 'plan-review'
  dueMs: number
  overdue: boolean
}

export type PlanReviewDue =
  | { kind: 'note-plan-review'; dueMs: number; overdue: boolean }
  | { kind: 'forget-plan-review' }

interface Fact {
  atMs: number
  by: Actor
}

export type PlanReviewEvent =
  /** The day comes near, or is over. */
  | (Fact & { type: 'plan-review-noted'; dueMs: number; overdue: boolean })
  /** The plan names another day, or none. */
  | (Fact & { type: 'plan-review-forgotten' })

const DUE: ReadonlySet<string> = new Set(['note-plan-review', 'forget-plan-review'] satisfies PlanReviewDue['kind'][])

/** Among all that time brings about. */
export const isPlanReviewDue = <Other extends { kind: string }>(due: Other | PlanReviewDue): due is PlanReviewDue =>
  DUE.has(due.kind)

export const isPlanReviewEvent = <Other extends { type: string }>(
  event: Other | PlanReviewEvent,
): event is PlanReviewEvent => event.type === 'plan-review-noted' || event.type === 'plan-review-forgotten'

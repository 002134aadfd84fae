/** Whom a level pages for one of its targets. */
export interface LevelTarget {
  /** Ids in the plan: of a role, a rotation, a person. */
  of: string[]
  /** Who can be paged, in order. */
  candidates: string[]
  /** Candidate → for whom they stand in. */
  standsFor?: Record<string, string>
  /** PagerDuty has still to be asked who is on call in this schedule. */
  schedule?: string
}

/** What a piece of news can be about: ids of the plan and instants, never texts. */
import type { AfterwatchAbout } from '../afterwatch/track.ts'
import type { BackupAbout } from '../backups/track.ts'
import type { ContactsAbout } from '../contacts/track.ts'
import type { DrillAbout } from '../drills/track.ts'
import type { FollowupAbout } from '../followups/track.ts'
import type { MonthAbout } from '../months/track.ts'
import type { PlanReviewAbout } from '../plan-review/track.ts'
import type { RegionAbout } from '../regions/track.ts'
import type { SignalAbout } from '../signals/track.ts'

export type About =
  | AfterwatchAbout
  | BackupAbout
  | ContactsAbout
  | DrillAbout
  | FollowupAbout
  | MonthAbout
  | PlanReviewAbout
  | RegionAbout
  | SignalAbout

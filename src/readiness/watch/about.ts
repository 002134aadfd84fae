/** What a piece of news can be about: ids of the plan and instants, never texts. */
import type { BackupAbout } from '../backups/track.ts'
import type { DrillAbout } from '../drills/track.ts'

export type About = DrillAbout | BackupAbout

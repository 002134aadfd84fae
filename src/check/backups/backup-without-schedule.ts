/** Backups of which nobody says when they are made. */
import type { CheckRule } from '../rule.ts'
import { madeSets } from './sets.ts'

export const backupWithoutSchedule: CheckRule = {
  name: 'backup-without-schedule',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan)
      .filter(({ set }) => set.schedule === undefined)
      .map(({ id, set }) => ({
        path: ['backups', id],
        at: 'key',
        message: `nobody says when "${set.label}" is saved, so nobody knows how much of it may be lost, and none of it is missed when it is late`,
        remedy: 'write its "schedule", such as "every 6 hours", "Daily at 02:00 UTC" or "on change"',
      })),
}

/** Backups that nobody ever looks at. Sets without a schedule are told by the rule for those. */
import type { CheckRule } from '../rule.ts'
import { madeSets } from './sets.ts'
import { isLookedAt } from './tried.ts'

export const backupUnverified: CheckRule = {
  name: 'backup-unverified',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan)
      .filter((made) => made.set.schedule !== undefined && !isLookedAt(plan, made))
      .map(({ id, set }) => ({
        path: ['backups', id],
        at: 'key',
        message: `backups of "${set.label}" are never looked at: whether they can be read is found out when they are needed`,
        remedy:
          'write how they are tried: "verification: [{ how: checksum, schedule: daily }, { how: restore, schedule: weekly }]"',
      })),
}

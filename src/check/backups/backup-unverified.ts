/** Backups that nobody ever looks at. */
import type { CheckRule } from '../rule.ts'
import { madeSets } from './sets.ts'

export const backupUnverified: CheckRule = {
  name: 'backup-unverified',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan)
      .filter(({ set, ids }) => set.kind !== 'code' && ids.every((id) => plan.backups[id]?.verification.length === 0))
      .map(({ id, set }) => ({
        path: ['backups', id],
        at: 'key',
        message: `backups of "${set.label}" are never looked at: whether they can be read is found out when they are needed`,
        remedy:
          'write how they are tried: "verification: [{ how: checksum, schedule: daily }, { how: restore, schedule: weekly }]"',
      })),
}

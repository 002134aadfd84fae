/** Backups of which nobody says for how long they are kept. */
import type { CheckRule } from '../rule.ts'
import { madeSets } from './sets.ts'

export const retentionUnstated: CheckRule = {
  name: 'retention-unstated',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan)
      .filter(({ set }) => set.keep === undefined)
      .map(({ id, set }) => ({
        path: ['backups', id],
        at: 'key',
        message: `nobody says for how long backups of "${set.label}" are kept: what went wrong unnoticed weeks ago may be in all that is left`,
        remedy: 'write "keep", such as "keep: 30 days", or what is kept of days, weeks and months',
      })),
}

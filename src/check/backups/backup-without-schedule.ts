/**
 * Backups of which nobody says when they are made. Of such a set, how long it is kept and whether anybody looks at it belong to the same finding: nobody has
 * thought about it at all.
 */
import type { CheckRule } from '../rule.ts'
import { eitherOf, listed } from '../words.ts'
import { isPushed, madeSets } from './sets.ts'
import { isLookedAt } from './tried.ts'

export const backupWithoutSchedule: CheckRule = {
  name: 'backup-without-schedule',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan)
      .filter(({ set }) => set.schedule === undefined && !isPushed(set))
      .map((made) => {
        const { id, set } = made
        const unsaid = [
          ...(set.keep === undefined ? [{ what: 'for how long it is kept', key: '"keep"' }] : []),
          ...(isLookedAt(plan, made) ? [] : [{ what: 'whether anybody ever looks at it', key: '"verification"' }]),
        ]
        const nor = unsaid.length > 0 ? `, nor ${eitherOf(unsaid.map(({ what }) => what))}` : ''
        const also = unsaid.length > 0 ? `, and its ${listed(unsaid.map(({ key }) => key))}` : ''
        return {
          path: ['backups', id],
          at: 'key',
          message: `nobody says when "${set.label}" is saved${nor}: how much of it may be lost is not known, and none of it is missed when it is late`,
          remedy: `write its "schedule", such as "every 6 hours", "Daily at 02:00 UTC" or "on change"${also}`,
        }
      }),
}

/**
 * Backups of which nobody says when they are made. Of such a set, how long it is kept and whether anybody looks at it belong to the same finding: nobody has
 * thought about it at all.
 */
import type { CheckRule } from '../rule.ts'
import { eitherOf } from '../words.ts'
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
          ...(set.keep === undefined ? ['for how long it is kept'] : []),
          ...(isLookedAt(plan, made) ? [] : ['whether anybody ever looks at it']),
        ]
        const more = unsaid.length > 0 ? `, nor ${eitherOf(unsaid)}` : ''
        return {
          path: ['backups', id],
          at: 'key',
          message: `nobody says when "${set.label}" is saved${more}: how much of it may be lost is not known, and none of it is missed when it is late`,
          remedy: `write its "schedule", such as "every 6 hours", "Daily at 02:00 UTC" or "on change"${unsaid.length > 0 ? ', and its "keep" and "verification" with it' : ''}`,
        }
      }),
}

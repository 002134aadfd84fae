/** Backups that are looked at and never restored: a file that is whole may still restore to nothing. */
import type { CheckRule } from '../rule.ts'
import { madeSets } from './sets.ts'
import { isDrilled, triesOf } from './tried.ts'

export const restoreUntested: CheckRule = {
  name: 'restore-untested',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan).flatMap((made) => {
      const { id, set } = made
      const tried = triesOf(plan, made)
      const isRestored = tried.some(({ how }) => how === 'restore' || how === 'data') || isDrilled(plan, made)
      if (tried.length === 0 || isRestored || set.kind === 'code') return []
      return [
        {
          path: ['backups', id, 'verification'],
          at: 'value',
          message: `backups of "${set.label}" are looked at (${[...new Set(tried.map(({ how }) => how))].join(', ')}), but never restored`,
          remedy: 'add "{ how: restore, schedule: weekly }", or restore them in a drill (its "backups")',
        },
      ]
    }),
}

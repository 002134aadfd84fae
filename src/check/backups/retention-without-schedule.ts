/** Backups that are kept by the week or by the month and made more often, with nothing that says which one is kept. */
import type { CheckRule } from '../rule.ts'
import { madeSets } from './sets.ts'

export const retentionWithoutSchedule: CheckRule = {
  name: 'retention-without-schedule',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan).flatMap(({ id, set }) => {
      const classes = (set.keep ?? []).filter(({ of }) => of === 'weekly' || of === 'monthly').map(({ of }) => of)
      if (classes.length === 0) return []
      const scheduled = (set.schedule ?? []).map(({ written }) => written.toLowerCase()).join(' ')
      const missing = classes.filter((of) => !scheduled.includes(of === 'weekly' ? 'week' : 'month'))
      if (missing.length === 0) return []
      return [
        {
          path: ['backups', id, 'keep'],
          at: 'value',
          message: `${missing.join(' and ')} backups of "${set.label}" are to be kept, and its schedule makes none: something has to keep the first of each ${missing.map((of) => (of === 'weekly' ? 'week' : 'month')).join(' and ')} for longer, and the plan does not say what`,
          remedy:
            'write a "schedule" for them too, such as ["Daily at 02:00 UTC", "Every Sunday at 03:00 UTC"], or keep all of them; if a rule of the store or a script sees to it, suppress this and name it',
        },
      ]
    }),
}

/** Backups that lie in one place only: what takes the place takes them along. */
import type { CheckRule } from '../rule.ts'
import { madeSets, sitesOf } from './sets.ts'

export const backupSingleSite: CheckRule = {
  name: 'backup-single-site',
  level: 'warning',
  judge: ({ plan }) =>
    madeSets(plan).flatMap((made) => {
      const sites = sitesOf(plan, made)
      if (sites.length !== 1) return []
      return [
        {
          path: ['backups', made.id, 'store'],
          at: 'value',
          message: `every backup of "${made.set.label}" lies in one place (${sites[0]})`,
          remedy: `add a set with "copyOf: ${made.id}" in a store of another region or provider, or name a place under "alsoIn"`,
        },
      ]
    }),
}

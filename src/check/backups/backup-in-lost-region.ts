/** Scenarios that restore from a region that they lose. */
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule } from '../rule.ts'
import { eitherOf, listed, quoted } from '../words.ts'
import { madeSets } from './sets.ts'

export const backupInLostRegion: CheckRule = {
  name: 'backup-in-lost-region',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.scenarios).flatMap(([scenario, { loses, backups, title }]) => {
      if (loses.length === 0) return []
      return madeSets(plan).flatMap(({ id, set, ids }) => {
        const wanted = backups.filter((one) => ids.includes(one))
        if (wanted.length === 0 || !wanted.every((one) => isLost(plan, one, loses))) return []
        const safe = ids.filter((one) => !wanted.includes(one) && !isLost(plan, one, loses))
        return [
          {
            path: ['scenarios', scenario, 'backups', backups.indexOf(wanted[0] ?? id)],
            at: 'value' as const,
            message: `"${title}" loses ${listed(loses.map(quoted))}, and the only backups of "${set.label}" that it restores from lie there`,
            remedy:
              safe.length > 0
                ? `restore from ${eitherOf(safe.map(quoted))}`
                : `keep a copy elsewhere (a set with "copyOf: ${id}") and restore from that`,
          },
        ]
      })
    }),
}

/** Where a set lies in a place besides, and that is not lost, somebody can restore from there. */
function isLost(plan: Plan, id: string, regions: readonly string[]): boolean {
  const { store = '', alsoIn = [] } = plan.backups[id] ?? {}
  const bucket = plan.stores[store]
  const region = bucket?.path === undefined ? bucket?.region : undefined
  const isThere = (name: string | undefined) =>
    name !== undefined && regions.some((lost) => lost === name || plan.regions[lost]?.label === name)
  return isThere(region) && alsoIn.every((place) => isThere(plan.places[place]?.region))
}

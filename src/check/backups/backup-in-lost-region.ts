/** Scenarios that restore from a region that they lose. */
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule } from '../rule.ts'
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
            message: `"${title}" loses ${loses.join(', ')}, and the only backups of "${set.label}" that it restores from lie there`,
            remedy:
              safe.length > 0
                ? `restore from ${safe.join(' or ')}`
                : `keep a copy elsewhere (a set with "copyOf: ${id}") and restore from that`,
          },
        ]
      })
    }),
}

function isLost(plan: Plan, id: string, regions: readonly string[]): boolean {
  const region = plan.stores[plan.backups[id]?.store ?? '']?.region
  return region !== undefined && regions.includes(region)
}

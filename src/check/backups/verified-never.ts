/** A step looks for the newest backup that has been tried, as it does by default, in a set of which none ever is: it finds none. */

import { isBlock } from '../../plan/written-steps.ts'
import { stepActions } from '../commands/invocations.ts'
import { valueAt } from '../once.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { type MadeSet, madeSets } from './sets.ts'
import { isLookedAt } from './tried.ts'

export const verifiedNever: CheckRule = {
  name: 'verified-never',
  level: 'warning',
  judge: ({ plan, data }) => {
    const made = madeSets(plan)
    return stepActions(data).flatMap(({ path, action, step }): Finding[] => {
      const { backup, pick, key } = action
      if (typeof backup !== 'string' || pick !== undefined || key !== undefined) return []
      const set = made.find(({ ids }) => ids.includes(backup))
      if (!set || isLookedAt(plan, set) || namesSideFile(data, set)) return []
      return [
        {
          path: [...path, 'backup'],
          at: 'value',
          ...(step !== '' && { step }),
          message: `this takes the newest backup of "${set.set.label}" of which a restore has been tried, and nothing in the plan ever tries one, so that it finds none`,
          remedy: `write how they are tried under "verification" of "backups.${set.id}", or "pick: newest" here`,
        },
      ]
    })
  },
}

/** Who has written how the side files are called has something that makes them. */
const namesSideFile = (data: unknown, { ids }: MadeSet): boolean =>
  ids.some((id) => {
    const written = valueAt(data, ['backups', id])
    return isBlock(written) && 'verifiedSuffix' in written
  })

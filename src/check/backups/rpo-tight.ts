/** Backups exactly as far apart as the RPO allows, without a word on how long one takes: that time is lost as well. */
import { formatDuration } from '../../plan/length.ts'
import type { CheckRule } from '../rule.ts'
import { allowedLoss, isPromised } from './rpo.ts'
import { savedTogether } from './sets.ts'
import { widestGap } from './widest-gap.ts'

export const rpoTight: CheckRule = {
  name: 'rpo-tight',
  level: 'warning',
  judge: ({ plan, nowMs }) =>
    savedTogether(plan).flatMap((together) => {
      if (!isPromised(plan, together)) return []
      const sets = together.sets.map(({ set }) => set)
      const gap = widestGap(sets, plan.zone, nowMs)
      const allowed = allowedLoss(plan, together)
      if (!gap || gap.ms !== allowed.ms || sets[gap.set]?.takes !== undefined) return []
      return [
        {
          path: ['backups', together.sets[gap.set]?.id ?? '', 'schedule'],
          at: 'value',
          message: `backups of ${together.name} are made every ${formatDuration(gap.ms)}, which is all of ${allowed.words}: how long one takes is lost as well, and nobody has said how long that is`,
          remedy: 'write "takes", such as "takes: 5 min", and make backups more often by as much',
        },
      ]
    }),
}

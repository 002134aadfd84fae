/** Backups that are made further apart than the RPO allows: with the wrong hour, the objective is missed before anybody has done anything. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { formatDuration } from '../../plan/length.ts'
import type { CheckRule } from '../rule.ts'
import { allowedLoss, isPromised } from './rpo.ts'
import { savedTogether } from './sets.ts'
import { widestGap } from './widest-gap.ts'

export const rpoUnreachable: CheckRule = {
  name: 'rpo-unreachable',
  level: 'warning',
  judge: ({ plan, nowMs }) =>
    savedTogether(plan).flatMap((together) => {
      if (!isPromised(plan, together)) return []
      const sets = together.sets.map(({ set }) => set)
      const gap = widestGap(sets, plan.zone, nowMs)
      if (!gap) return []
      const takesMs = Math.max(0, ...sets.map(({ takes = 0 }) => takes))
      const allowed = allowedLoss(plan, together)
      const lossMs = gap.ms + takesMs
      if (lossMs <= allowed.ms) return []
      const takes = takesMs > 0 ? ` and one takes ${formatDuration(takesMs)}` : ''
      const first = together.sets.find(({ set }) => set.schedule)
      return [
        {
          path: ['backups', first?.id ?? '', 'schedule'],
          at: 'value',
          message: `backups of ${together.name} lie up to ${formatDuration(gap.ms)} apart (${gap.when})${takes}, so what happens just before ${gap.worst} loses ${formatDuration(lossMs - allowed.ms)} more than ${allowed.words}`,
          remedy: `${saveMore(sets, Math.max(60_000, allowed.ms - takesMs))}, or set an RPO that these times can keep`,
        },
      ]
    }),
}

/** What seldom changes is saved when it does; what changes all the time, all the time. */
function saveMore(sets: readonly BackupSet[], everyMs: number): string {
  const every = formatDuration(everyMs)
  return sets.every(({ kind }) => kind === 'configuration' || kind === 'code')
    ? `save it "on change", or every ${every} or more often`
    : `save it every ${every} or more often, or write its log down continuously`
}

/** Backups that are made further apart than the RPO allows: with the wrong hour, the objective is missed before anybody has done anything. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { formatDuration } from '../../plan/length.ts'
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { isGrave } from './grave.ts'
import { allowedLoss, isPromised } from './rpo.ts'
import { type SavedTogether, savedTogether } from './sets.ts'
import { widestGap } from './widest-gap.ts'

export const rpoUnreachable: CheckRule = {
  name: 'rpo-unreachable',
  level: 'warning',
  judge: ({ plan, nowMs }) => [
    ...savesNothing(plan),
    ...savedTogether(plan).flatMap((together) => tooFarApart(plan, together, nowMs)),
  ],
}

/** A plan that keeps no data says so with a suppression: the RPO is asked of everybody. */
function savesNothing({ backups, objectives: { rpo }, components }: Plan): Finding[] {
  if (Object.keys(backups).length > 0 || !Object.values(components).some(isGrave)) return []
  return [
    {
      path: ['objectives', 'rpo'],
      at: 'value',
      message: `the plan promises an RPO of ${formatDuration(rpo)}, and names no backup that could keep it`,
      remedy:
        'write what is saved, where and how often under "backups"; if nothing is kept that can be lost, suppress this and say so',
    },
  ]
}

function tooFarApart(plan: Plan, together: SavedTogether, nowMs: number): Finding[] {
  if (!isPromised(plan, together)) return []
  const sets = together.sets.map(({ set }) => set)
  const gap = widestGap(sets, plan.zone, nowMs)
  if (!gap) return []
  const allowed = allowedLoss(plan, together)
  const lossMs = gap.ms + gap.takesMs
  if (lossMs <= allowed.ms) return []
  const takes = gap.takesMs > 0 ? ` and one takes ${formatDuration(gap.takesMs)}` : ''
  return [
    {
      path: ['backups', together.sets[gap.set]?.id ?? '', 'schedule'],
      at: 'value',
      message: `backups of ${together.name} lie up to ${formatDuration(gap.ms)} apart (${gap.when})${takes}, so what happens just before ${gap.worst} loses ${formatDuration(lossMs - allowed.ms)} more than ${allowed.words}`,
      remedy: `${saveMore(sets, Math.max(60_000, allowed.ms - gap.takesMs))}, or write an "rpo" that these times can keep, in each scenario that restores it or for the whole plan`,
    },
  ]
}

/** What seldom changes is saved when it does; what changes all the time, all the time. */
function saveMore(sets: readonly BackupSet[], everyMs: number): string {
  const every = formatDuration(everyMs)
  return sets.every(({ kind }) => kind === 'configuration' || kind === 'code')
    ? `save it "on change", or every ${every} or more often`
    : `save it every ${every} or more often, or write its log down continuously`
}

/** What a watch owes for follow-ups: a word before each is due, when it is, and to whoever leads incidents when it stays undone. Pure. */
import type { Obligation } from '../../plan/core.ts'
import type { Effect } from '../watch/effects.ts'
import { want } from '../watch/efforts.ts'
import type { WatchState } from '../watch/state.ts'
import type { Followup, FollowupMark } from './track.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Asked for so long before, or when half of its time is over where that is shorter. */
const SOON_MS = DAY_MS
/** Whoever leads incidents hears of what is still undone so long after. */
const LATE_MS = 2 * DAY_MS

/** Several that are changed one after the other are filed once. */
const REFILED_AFTER_MS = 30_000

/** Their review stands in the bucket as it was when it was filed. */
export const refilingOwed = (state: WatchState): Obligation<Effect>[] =>
  Object.entries(state.followupsChanged).flatMap(([incident, atMs]) =>
    want(state, `refile-review/${incident}/${atMs}`, atMs + REFILED_AFTER_MS, { kind: 'refile-review', incident }),
  )

export function followupsOwed({ followups }: WatchState): Obligation<Effect>[] {
  const groups = new Map<string, { dueMs: number; mark: FollowupMark; all: Followup[] }>()
  for (const one of followups) {
    if (one.done) continue
    for (const [mark, dueMs] of Object.entries(momentsOf(one)) as [FollowupMark, number][]) {
      if (one.told.includes(mark)) continue
      const key = `${one.incident}/${one.owner ?? ''}/${mark}/${dueMs}`
      const group = groups.get(key) ?? { dueMs, mark, all: [] }
      groups.set(key, { ...group, all: [...group.all, one] })
    }
  }
  return [...groups].map(([key, { dueMs, mark, all }]) => ({
    id: `followups/${key}`,
    dueMs,
    effect: {
      ...{ kind: 'remind-of-followups', mark, ids: all.map(({ id }) => id) },
      ...{ incident: all[0]!.incident, owner: all[0]!.owner },
    },
  }))
}

const momentsOf = ({ openedMs, dueMs }: Pick<Followup, 'openedMs' | 'dueMs'>): Record<FollowupMark, number> => ({
  soon: Math.max(dueMs - SOON_MS, openedMs + Math.round((dueMs - openedMs) / 2)),
  due: dueMs,
  late: dueMs + LATE_MS,
})

/** What of a plan's backups should be true on a quiet day: that nothing is wrong with them, and that each has been tried in time. Pure. */
import type { How } from '../../plan/backup-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { WatchState } from '../watch/state.ts'
import type { BackupFault } from './faults.ts'
import { nextTryMs } from './owed-backups.ts'
import { rootOf } from './standing.ts'
import { type Subject, type Tried, wayKey } from './track.ts'
import { ownVerifications, waysByHow } from './verification.ts'

const DAY_MS = 24 * 3_600_000

export type BackupItem =
  | { kind: 'backup'; id: string; holds: boolean; faults: BackupFault[] }
  /** Of a component: no more would be lost than the RPO allows. */
  | {
      kind: 'backup-loss'
      id: string
      holds: boolean
      rpoMs: number
      /** What is beyond the RPO. */
      faults: BackupFault[]
      /** No place answers that has some of its backups, and so nobody can say. */
      unread: boolean
    }
  | {
      kind: 'backup-try'
      id: string
      how: How
      holds: boolean
      /** When one has last passed, epoch ms; null: never. */
      passedMs: number | null
      last: Tried | null
    }

/** Only of what Muster has been able to look at: of the rest there is nothing to say. */
export function backupItems(plan: Plan, watch: WatchState, nowMs: number): BackupItem[] {
  const looked = Object.keys(plan.backups).filter((id) => watch.backups.looked.includes(id))
  const components = [...new Set(looked.flatMap((id) => rootOf(plan, id)?.components ?? []))]
  return [
    ...components.map((id) => lossItem(plan, watch, id, looked)),
    ...looked.flatMap((id): BackupItem[] => {
      const faults = faultsAbout(watch, `set/${id}`)
      return [{ kind: 'backup', id, holds: faults.length === 0, faults }, ...tries(plan, watch, id, nowMs)]
    }),
  ]
}

const faultsAbout = ({ backups }: WatchState, subject: Subject): BackupFault[] =>
  Object.values(backups.faults[subject] ?? {}).map(({ fault }) => fault)

function lossItem(plan: Plan, watch: WatchState, id: string, looked: readonly string[]): BackupItem {
  const faults = faultsAbout(watch, `component/${id}`)
  const own = looked.filter((set) => rootOf(plan, set)?.components.includes(id))
  const unread = own
    .flatMap((set) => faultsAbout(watch, `set/${set}`))
    .some((one) => one.kind === 'unread' && one.everywhere)
  return { kind: 'backup-loss', id, holds: faults.length === 0 && !unread, rpoMs: plan.objectives.rpo, faults, unread }
}

/** It holds while the last one has passed and the next is not a day late. */
function tries(plan: Plan, watch: WatchState, id: string, nowMs: number): BackupItem[] {
  return [...waysByHow(ownVerifications(plan, id))].map(([how, ways]): BackupItem => {
    const { last = null, passedMs = null } = watch.backups.ways[wayKey(id, how)] ?? {}
    const nextMs = nextTryMs(plan, watch, id, ways)
    const inTime = nextMs === null || nextMs + DAY_MS > nowMs
    return { kind: 'backup-try', id, how, passedMs, last, holds: last?.result === 'passed' && inTime }
  })
}

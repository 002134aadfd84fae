/**
 * What would be lost now and whether it can be restored, for whoever raises an alarm. Stores are looked at every few minutes and never while somebody waits for
 * the metrics: one that is away must not hide the rest. Until it answers again, what was seen last grows older.
 */
import { Gauge, type Registry } from 'prom-client'
import type { Services } from '../../commands/services.ts'
import type { Plan } from '../plan/schema.ts'
import type { SeenSet } from '../readiness/backups/seen.ts'
import { backupsStanding, type ComponentStanding, type KnownOfTries } from '../readiness/backups/standing.ts'

export interface BackupMetricsPorts {
  services: Pick<Services, 'plans' | 'watch' | 'lookAtBackups'>
  nowMs: () => number
}

const LOOK_EVERY_MS = 5 * 60_000

interface Reading {
  plan: Plan
  seen: SeenSet[]
  tries: KnownOfTries | undefined
}

export function addBackupMetrics(registry: Registry, { services, nowMs }: BackupMetricsPorts): void {
  let readings: Reading[] = []
  let lookedMs = Number.NEGATIVE_INFINITY
  let running = false

  const look = async (): Promise<Reading[]> => {
    const all = Object.values(await services.plans()).map(async (plan): Promise<Reading[]> => {
      const looked = await services.lookAtBackups(plan)
      if (!looked.ok) return []
      const before = readings.find((one) => one.plan.id === plan.id)?.seen ?? []
      const seen = looked.seen.map((one) => lastRead(one, before))
      return [{ plan, seen, tries: (await services.watch(plan.id))?.state.backups }]
    })
    return (await Promise.all(all)).flat()
  }
  const lookWhenDue = (): void => {
    if (running || nowMs() - lookedMs < LOOK_EVERY_MS) return
    running = true
    lookedMs = nowMs()
    look()
      .then((found) => {
        readings = found
      })
      // What was read last holds, and is asked again when that is due.
      .catch(() => {})
      .finally(() => {
        running = false
      })
  }

  const gauge = (name: string, help: string, figure: (standing: ComponentStanding, atMs: number) => number) =>
    new Gauge({
      ...{ name, help, labelNames: ['plan', 'component'], registers: [registry] },
      collect() {
        lookWhenDue()
        const atMs = nowMs()
        this.reset()
        for (const { plan, seen, tries } of readings)
          for (const standing of known(plan, seen, atMs, tries))
            this.set({ plan: plan.id, component: standing.component }, figure(standing, atMs))
      },
    })
  gauge(
    'muster_backup_lost_seconds',
    'How much would be lost of a component if disaster struck now; +Inf when no backup of it is known.',
    ({ lostMs }) => (lostMs === null ? Number.POSITIVE_INFINITY : lostMs / 1000),
  )
  gauge(
    'muster_backup_restorable',
    '1 when a backup of a component has been restored for a try and is still there, else 0.',
    ({ restorableMs }) => (restorableMs === null ? 0 : 1),
  )
  gauge(
    'muster_backup_restorable_age_seconds',
    'Age of the newest backup of a component that has been restored for a try; +Inf when none has.',
    ({ restorableMs }, atMs) => (restorableMs === null ? Number.POSITIVE_INFINITY : (atMs - restorableMs) / 1000),
  )
}

const lastRead = (one: SeenSet, before: readonly SeenSet[]): SeenSet =>
  one.unread === undefined ? one : (before.find(({ set }) => set === one.set) ?? one)

/** Of a store that has never answered nothing is said: that it is away is told by the readiness. */
function known(plan: Plan, seen: readonly SeenSet[], atMs: number, tries: KnownOfTries | undefined) {
  const read = seen.filter(({ unread }) => unread === undefined)
  return backupsStanding(plan, read, atMs, tries).components
}

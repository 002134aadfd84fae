/** How ready systems are, for whoever raises an alarm when a drill is forgotten. Worked out once a minute at most, however often it is scraped. */
import { readinessOfAll, type SystemReadiness } from '../../commands/asking/readiness-of.ts'
import type { Services } from '../../commands/services.ts'
import type { Item } from '../readiness/readiness.ts'
import type { ReadGauge } from './read-gauge.ts'

export interface ReadinessMetricsPorts {
  services: Pick<Services, 'plans' | 'proofs' | 'watch'>
  nowMs: () => number
}

const KEPT_MS = 60_000

export function addReadinessMetrics(readGauge: ReadGauge, { services, nowMs }: ReadinessMetricsPorts): void {
  let known: { atMs: number; all: Promise<SystemReadiness[]> } | undefined
  /** All gauges of one scrape share a reading; one that failed is not kept. */
  const read = (): Promise<SystemReadiness[]> => {
    const atMs = nowMs()
    if (known && atMs >= known.atMs && atMs - known.atMs < KEPT_MS) return known.all
    const all = readinessOfAll(services, atMs)
    known = { atMs, all }
    all.catch(() => {
      known = undefined
    })
    return all
  }
  const itemsOf = async <Kind extends Item['kind']>(kind: Kind) =>
    (await read()).flatMap(({ plan, ready }) =>
      ready.items.flatMap((item) =>
        item.kind === kind ? [{ plan: plan.id, item: item as Extract<Item, { kind: Kind }> }] : [],
      ),
    )

  readGauge(
    {
      name: 'muster_readiness_percent',
      help: 'Of all that should hold on a quiet day, the share that does, by plan.',
      labelNames: ['plan'],
    },
    async (set) => {
      for (const { plan, ready } of await read()) if (ready.percent !== null) set({ plan: plan.id }, ready.percent)
    },
  )
  readGauge(
    {
      name: 'muster_scenario_proven_age_seconds',
      help: 'How long ago a scenario was last gone through to its end, in a drill or in earnest; +Inf when it never was.',
      labelNames: ['plan', 'scenario'],
    },
    async (set) => {
      for (const { plan, item } of await itemsOf('scenario')) {
        const age = item.proof === null ? Number.POSITIVE_INFINITY : (nowMs() - item.proof.startedMs) / 1000
        set({ plan, scenario: item.id }, age)
      }
    },
  )
  readGauge(
    {
      name: 'muster_drill_overdue',
      help: '1 while a drill was missed and has not been made up for.',
      labelNames: ['plan', 'drill'],
    },
    async (set) => {
      for (const { plan, item } of await itemsOf('drill'))
        set({ plan, drill: item.id }, item.standing.overdueSinceMs === null ? 0 : 1)
    },
  )
}

/** The figures of systems as gauges, over the last 30, 90 and 365 days. What is not known is not there, for a 0 would be a lie. Worked out once in five minutes at most. */
import { readFigures } from '../../commands/asking/figures-of.ts'
import { lastDays } from '../../commands/asking/period.ts'
import type { Services } from '../../commands/services.ts'
import type { Summary } from '../incident/measures/summary-shape.ts'
import type { ReadGauge } from './read-gauge.ts'

export interface FiguresMetricsPorts {
  services: Pick<Services, 'plans' | 'measures' | 'watch'>
  nowMs: () => number
}

const DAYS = [30, 90, 365]
const KEPT_MS = 5 * 60_000

const seconds = (ms: number | null): number | null => ms && ms / 1000
const ratio = (percent: number | null): number | null => percent && percent / 100

const GAUGES: [name: string, help: string, figure: (summary: Summary) => number | null][] = [
  ['muster_incidents', 'Real incidents, those that were called off aside.', ({ incidents }) => incidents],
  ['muster_mttd_seconds', 'Mean time from the beginning to the declaration.', ({ mttd }) => seconds(mttd.meanMs)],
  ['muster_mtta_seconds', 'Mean time from the declaration to the first answer.', ({ mtta }) => seconds(mtta.meanMs)],
  ['muster_mttr_seconds', 'Mean time until the service was back.', ({ mttr }) => seconds(mttr.meanMs)],
  ['muster_rto_attainment_ratio', 'Share of incidents that met their RTO.', ({ rto }) => ratio(rto.percent)],
  ['muster_rpo_attainment_ratio', 'Share of incidents that met their RPO.', ({ rpo }) => ratio(rpo.percent)],
  [
    'muster_availability_ratio',
    'Share of the time without an outage.',
    ({ availability }) => ratio(availability.percent),
  ],
  [
    'muster_error_budget_remaining_ratio',
    'Of the outage that the objective allows, the share that is left; below 0 it is overdrawn.',
    ({ availability }) => availability.leftRatio,
  ],
  [
    'muster_customer_impact_seconds',
    'How long customers felt incidents, all together.',
    ({ customerImpactMinutes }) => customerImpactMinutes * 60,
  ],
  ['muster_drills_missed', 'Drills of the calendar that were missed.', ({ drills }) => drills?.missed ?? null],
]

interface Reading {
  plan: string
  days: number
  summary: Summary
}

export function addFiguresMetrics(readGauge: ReadGauge, { services, nowMs }: FiguresMetricsPorts): void {
  let known: { atMs: number; all: Promise<Reading[]> } | undefined
  const readAll = async (atMs: number): Promise<Reading[]> => {
    const all = Object.values(await services.plans()).map(async (plan) => {
      const { over } = await readFigures(services, plan, atMs)
      return DAYS.map((days): Reading => ({ plan: plan.id, days, summary: over(lastDays(days, atMs)) }))
    })
    return (await Promise.all(all)).flat()
  }
  /** All gauges of one scrape share a reading; one that failed is not kept. */
  const read = (): Promise<Reading[]> => {
    const atMs = nowMs()
    if (known && atMs >= known.atMs && atMs - known.atMs < KEPT_MS) return known.all
    const all = readAll(atMs)
    known = { atMs, all }
    all.catch(() => {
      known = undefined
    })
    return all
  }
  for (const [name, help, figure] of GAUGES)
    readGauge({ name, help: `${help} By plan, over so many days.`, labelNames: ['plan', 'days'] }, async (set) => {
      for (const { plan, days, summary } of await read()) {
        const value = figure(summary)
        if (value !== null) set({ plan, days: String(days) }, value)
      }
    })
  readGauge(
    {
      name: 'muster_backups_restorable',
      help: 'Sets of backups whose last try of a restore has passed in time, by plan; of those whose restore is tried.',
      labelNames: ['plan'],
    },
    async (set) => {
      for (const { plan, days, summary } of await read())
        if (days === DAYS[0] && summary.backups && summary.backups.sets > 0) set({ plan }, summary.backups.restorable)
    },
  )
}

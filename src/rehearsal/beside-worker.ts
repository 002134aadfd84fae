/** The thread of one rehearsal: says how far it is and what came of it. */
import { parentPort, workerData } from 'node:worker_threads'
import { ganttSvg } from '../charts/gantt.ts'
import { histogramSvg } from '../charts/histogram.ts'
import { rehearse, type Wanted } from './rehearse.ts'
import { type Report, reportOf } from './report.ts'
import { runChart } from './run-chart.ts'
import { type Distribution, distributionOf } from './seeds/distribution.ts'
import { distributionChart } from './seeds/distribution-chart.ts'
import { rehearseMany } from './seeds/many.ts'
import { followedMs } from './seeds/sample.ts'

export interface Job {
  wanted: Wanted
  seeds?: number
}
export interface Rehearsed {
  report: Report
  distribution: Distribution | undefined
  svg: string
}

const tell = (told: { done: number } | Rehearsed) => parentPort?.postMessage(told)

async function distributed(wanted: Wanted, count: number): Promise<Distribution> {
  const samples = await rehearseMany({ wanted, count, threads: 0, onSample: (done) => tell({ done }) })
  return distributionOf(wanted.plan, wanted.scenario, samples, followedMs(wanted) / 1_000)
}

const { wanted, seeds } = workerData as Job
const report = reportOf(await rehearse(wanted))
const distribution = seeds === undefined ? undefined : await distributed(wanted, seeds)
const svg = distribution ? histogramSvg(distributionChart(report, distribution)) : ganttSvg(runChart(report))
tell({ report, distribution, svg })

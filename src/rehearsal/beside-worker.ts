/** The thread of one rehearsal, or of one picture: says how far it is and what came of it. */
import { parentPort, workerData } from 'node:worker_threads'
import { ganttSvg } from '../charts/gantt.ts'
import { histogramSvg } from '../charts/histogram.ts'
import { pngOf } from '../charts/png.ts'
import { rehearse, type Wanted } from './rehearse.ts'
import { type Report, reportOf } from './report.ts'
import { runChart } from './run-chart.ts'
import { type Distribution, distributionOf } from './seeds/distribution.ts'
import { distributionChart } from './seeds/distribution-chart.ts'
import { rehearseMany } from './seeds/many.ts'
import { followedMs } from './seeds/sample.ts'

export type Job = { wanted: Wanted; seeds?: number } | { svg: string }
export type Told =
  | { done: number }
  | { report: Report; distribution: Distribution | undefined; svg: string }
  | { png: Uint8Array }

const tell = (told: Told) => parentPort?.postMessage(told)

async function distributed(wanted: Wanted, count: number): Promise<Distribution> {
  const samples = await rehearseMany({ wanted, count, threads: 0, onSample: (done) => tell({ done }) })
  return distributionOf(wanted.plan, wanted.scenario, samples, followedMs(wanted) / 1_000)
}

const job = workerData as Job
if ('svg' in job) tell({ png: pngOf(job.svg) })
else {
  const report = reportOf(await rehearse(job.wanted))
  const distribution = job.seeds === undefined ? undefined : await distributed(job.wanted, job.seeds)
  const svg = distribution ? histogramSvg(distributionChart(report, distribution)) : ganttSvg(runChart(report))
  tell({ report, distribution, svg })
}

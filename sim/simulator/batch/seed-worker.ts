/** A thread that runs its share of the seeds, and tells of each. */
import { parentPort, workerData } from 'node:worker_threads'
import { runOf, type Wanted } from './run-of.ts'

const { seeds, wanted } = workerData as { seeds: readonly number[]; wanted: Wanted }
for (const seed of seeds) parentPort?.postMessage(await runOf(seed, wanted))

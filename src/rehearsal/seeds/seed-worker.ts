/** A thread that rehearses the seeds it is given, one after the other, and says what came of each. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Wanted } from '../rehearse.ts'
import { sampleOf } from './sample.ts'

const { wanted, seeds } = workerData as { wanted: Wanted; seeds: number[] }

for (const seed of seeds) parentPort?.postMessage(await sampleOf(wanted, seed))

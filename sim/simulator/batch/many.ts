/** Many seeds, spread over threads. Promises the same whatever the number of threads, and that none of them is left running. */
import { Worker } from 'node:worker_threads'
import type { Told, Wanted } from './run-of.ts'

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './seed-worker.ts' : './seed-worker.js', import.meta.url)

export interface Many {
  first: number
  count: number
  threads: number
  wanted: Wanted
  onTold?: (told: Told) => void
}

/** In the order of the seeds. */
export async function simulateMany({ first, count, threads, wanted, onTold }: Many): Promise<Told[]> {
  const told: Told[] = []
  const workers = Array.from({ length: Math.min(threads, count) }, (_, thread) => {
    const seeds = Array.from({ length: count }, (_, index) => first + index).filter(
      (seed) => seed % threads === (first + thread) % threads,
    )
    return new Worker(WORKER, { workerData: { seeds, wanted }, execArgv: ['--disable-warning=ExperimentalWarning'] })
  })
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            worker.on('message', (one: Told) => {
              told.push(one)
              onTold?.(one)
            })
            worker.on('error', reject)
            worker.on('exit', () => resolve())
          }),
      ),
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return told.toSorted((a, b) => a.seed - b.seed)
}

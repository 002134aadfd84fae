/**
 * Many seeds of one rehearsal, spread over threads. Promises the same samples whatever the number of threads, and that nothing is left running when it fails or is
 * stopped.
 */
import { Worker } from 'node:worker_threads'
import type { Wanted } from '../rehearse.ts'
import { type Sample, sampleOf } from './sample.ts'

export interface Many {
  wanted: Wanted
  /** From `wanted.seed` on. */
  count: number
  /** 0: in this very thread. */
  threads: number
  onSample?: (done: number) => void
  signal?: AbortSignal
}

/** Each takes some 100 MB. */
const THREADS_MAX = 64

/** In the sources Node reads TypeScript; built, it is JavaScript. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './seed-worker.ts' : './seed-worker.js', import.meta.url)

export async function rehearseMany({ wanted, count, threads, onSample, signal }: Many): Promise<Sample[]> {
  const seeds = Array.from({ length: count }, (_, index) => wanted.seed + index)
  const samples: Sample[] = []
  const take = (sample: Sample) => {
    samples.push(sample)
    onSample?.(samples.length)
  }
  if (threads === 0) for (const seed of seeds) take(await sampleOf(wanted, seed))
  else await onThreads(wanted, seeds, Math.min(threads, count, THREADS_MAX), take, signal)
  return samples.toSorted((a, b) => a.seed - b.seed)
}

async function onThreads(
  wanted: Wanted,
  seeds: readonly number[],
  threads: number,
  take: (sample: Sample) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const workers: Worker[] = []
  try {
    const shares = Array.from({ length: threads }, (_, thread) =>
      seeds.filter((_seed, index) => index % threads === thread),
    )
    await Promise.all(
      shares.map((share) => {
        const worker = new Worker(WORKER, { workerData: { wanted, seeds: share }, ...QUIET })
        workers.push(worker)
        return untilDone(worker, share.length, take, signal)
      }),
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** Stripping types says that it is an experiment, once in each thread. */
const QUIET = { execArgv: ['--disable-warning=ExperimentalWarning'] }

function untilDone(
  worker: Worker,
  count: number,
  take: (sample: Sample) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = count
    worker.on('message', (sample: Sample) => {
      take(sample)
      left--
      if (left === 0) resolve()
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('a thread of the rehearsal ended before its work was done')))
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

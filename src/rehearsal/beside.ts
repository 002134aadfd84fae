/**
 * Rehearsals beside a server that has other things to do: each in a thread of its own, so that nothing here holds up a page; a few at once and for some seconds at
 * most, and a sentence for whoever asks for more.
 */
import { Worker } from 'node:worker_threads'
import type { Job, Told } from './beside-worker.ts'
import type { Wanted } from './rehearse.ts'
import type { Report } from './report.ts'
import type { Distribution } from './seeds/distribution.ts'

export type Rehearsal =
  | { ok: true; report: Report; distribution: Distribution | undefined; svg: string }
  | { ok: false; why: string }

export interface Rehearsals {
  /** @param seeds so many, from the wanted one on, beside the run itself. */
  rehearse(wanted: Wanted, seeds?: number): Promise<Rehearsal>
  /** A chart as a PNG. */
  picture(svg: string): Promise<Uint8Array>
  /** Ends what is running. Again: fine. */
  close(): Promise<void>
}

export const AT_ONCE = 2
/** Of real time. */
const LIMIT_MS = 10_000

/** In the sources Node reads TypeScript; built, it is JavaScript. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './beside-worker.ts' : './beside-worker.js', import.meta.url)
/** Stripping types says that it is an experiment, once in each thread. */
const QUIET = { execArgv: ['--disable-warning=ExperimentalWarning'] }

export function createRehearsals({ limitMs = LIMIT_MS }: { limitMs?: number } = {}): Rehearsals {
  const workers = new Set<Worker>()
  let running = 0

  /** Resolves with what the thread says last; `onProgress` hears how many seeds are done. */
  const work = async (job: Job, signal?: AbortSignal, onProgress?: (done: number) => void): Promise<Told> => {
    const worker = new Worker(WORKER, { workerData: job, ...QUIET })
    workers.add(worker)
    try {
      return await new Promise<Told>((resolve, reject) => {
        worker.on('message', (told: Told) => ('done' in told ? onProgress?.(told.done) : resolve(told)))
        worker.once('error', reject)
        worker.once('exit', () => reject(new Error('a rehearsal ended before it was over')))
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
    } finally {
      workers.delete(worker)
      await worker.terminate()
    }
  }
  const timed = async (wanted: Wanted, seeds: number | undefined): Promise<Rehearsal> => {
    const limit = AbortSignal.timeout(limitMs)
    let done = 0
    try {
      const told = await work({ wanted, ...(seeds === undefined ? {} : { seeds }) }, limit, (now) => {
        done = now
      })
      if (!('report' in told)) throw new Error('a rehearsal has no report')
      return { ok: true, ...told }
    } catch (error) {
      if (!limit.aborted) throw error
      return { ok: false, why: tooLong(limitMs, done, seeds) }
    }
  }
  return {
    async rehearse(wanted, seeds) {
      if (running >= AT_ONCE)
        return { ok: false, why: `${AT_ONCE} rehearsals are running already: ask again in some seconds.` }
      running++
      try {
        return await timed(wanted, seeds)
      } finally {
        running--
      }
    },
    async picture(svg) {
      const told = await work({ svg })
      if (!('png' in told)) throw new Error('a chart has no picture')
      return told.png
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.terminate()))
    },
  }
}

function tooLong(limitMs: number, done: number, seeds: number | undefined): string {
  const length = `${limitMs / 1_000} s`
  if (seeds === undefined)
    return `It was not over within ${length}, which is as long as the server may spend on it: rehearse it with \`muster rehearse\`.`
  const less = done > 1 ? `ask for ${done} at most, or ` : ''
  return `Within ${length}, which is as long as the server may spend on it, ${done} of ${seeds} were rehearsed: ${less}rehearse them with \`muster rehearse\`.`
}

/**
 * Rehearsals beside a server that has other things to do: each in a thread of its own, so that nothing here holds up a page; a few at once, for some seconds and
 * with some memory at most, and a sentence for whoever asks for more or asks while the server stops.
 */
import { Worker } from 'node:worker_threads'
import type { Job, Rehearsed } from './beside-worker.ts'
import type { Wanted } from './rehearse.ts'
import type { Report } from './report.ts'
import type { Distribution } from './seeds/distribution.ts'

type Rehearsal =
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
/** Of the heap of one thread, megabytes; a long run with everything failing takes some 150. */
const MEMORY_MAX_MB = 384

/** In the sources Node reads TypeScript; built, it is JavaScript. */
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const REHEARSING = new URL(`./beside-worker.${EXTENSION}`, import.meta.url)
const DRAWING = new URL(`./picture-worker.${EXTENSION}`, import.meta.url)
/** Stripping types says that it is an experiment, once in each thread. */
const QUIET = { execArgv: ['--disable-warning=ExperimentalWarning'] }

const STOPPING = 'The server is being stopped: ask again when it is back.'

export function createRehearsals({
  limitMs = LIMIT_MS,
  memoryMaxMb = MEMORY_MAX_MB,
}: {
  limitMs?: number
  memoryMaxMb?: number
} = {}): Rehearsals {
  const workers = new Set<Worker>()
  const resourceLimits = { maxOldGenerationSizeMb: memoryMaxMb }
  let running = 0
  let isClosed = false

  /** Resolves with what the thread says last; `onProgress` hears how many seeds are done. */
  const work = async <T>(
    thread: URL,
    workerData: Job | { svg: string },
    signal: AbortSignal,
    onProgress?: (done: number) => void,
  ): Promise<T> => {
    if (isClosed) throw new Error(STOPPING)
    const worker = new Worker(thread, { workerData, resourceLimits, ...QUIET })
    workers.add(worker)
    try {
      return await new Promise<T>((resolve, reject) => {
        worker.on('message', (told) => ('done' in told ? onProgress?.(told.done) : resolve(told)))
        worker.once('error', reject)
        worker.once('exit', () => reject(new Error('a rehearsal ended before it was over')))
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
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
      const job = { wanted, ...(seeds === undefined ? {} : { seeds }) }
      const told = await work<Rehearsed>(REHEARSING, job, limit, (now) => {
        done = now
      })
      return { ok: true, ...told }
    } catch (error) {
      if (isClosed) return { ok: false, why: STOPPING }
      if (isOutOfMemory(error)) return { ok: false, why: TOO_LARGE }
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
      const { png } = await work<{ png: Uint8Array }>(DRAWING, { svg }, AbortSignal.timeout(limitMs))
      return png
    },
    async close() {
      isClosed = true
      await Promise.all([...workers].map((worker) => worker.terminate()))
    },
  }
}

const TOO_LARGE =
  'It took more memory than the server may spend on it: rehearse it with `muster rehearse`, on a machine of your own.'

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

function tooLong(limitMs: number, done: number, seeds: number | undefined): string {
  const length = `${limitMs / 1_000} s`
  if (seeds === undefined)
    return `It was not over within ${length}, which is as long as the server may spend on it: rehearse it with \`muster rehearse\`.`
  const less = done > 1 ? `ask for ${done} at most, or ` : ''
  return `Within ${length}, which is as long as the server may spend on it, ${done} of ${seeds} were rehearsed: ${less}rehearse them with \`muster rehearse\`.`
}

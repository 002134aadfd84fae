/**
 * Runs benchmarks one after the other and makes one object of what they measured (bench/README.md has its shape). Promises that whatever a benchmark opened is
 * closed again, and that one that fails is named and does not keep the others from running.
 */
import { mkdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Aim, Benchmark, FigureSpec, Measured, Pair, World } from './benchmark.ts'
import { type Spread, spread } from './statistics.ts'
import { withOpen } from './with-open.ts'

export const RUNS = 5
export const QUICK_RUNS = 2

export interface Figure extends FigureSpec {
  /** Over the runs. */
  ours: Spread
  baselineMeasured: Spread
  /** Ours to the baseline, run by run. */
  ratio: Spread
  /** Whether the median keeps to the aim; null: there is none. */
  met: boolean | null
  runs: Pair[]
}

export interface Result extends Pick<Benchmark, 'name' | 'measures'> {
  figures: Figure[]
  seconds: number
  /** Why it could not be measured. */
  failed?: string
}

export interface Report {
  machine: { processors: number; model: string; memoryGb: number; node: string; platform: string }
  /** Tiny sizes and two runs: the figures mean nothing. */
  quick: boolean
  runs: number
  /** ISO 8601. */
  startedAt: string
  seconds: number
  benchmarks: Result[]
}

export interface RunOptions extends Pick<World, 'quick' | 'apart'> {
  runs: number
  dir: string
  /** A fresh database with Muster's schema. */
  database(): Promise<{ url: string; drop(): Promise<void> }>
  onResult?(result: Result): void
  onRun?(name: string, run: number): void
}

export async function runBenchmarks(benchmarks: readonly Benchmark[], options: RunOptions): Promise<Report> {
  const startedAt = new Date()
  const results: Result[] = []
  for (const benchmark of benchmarks) {
    const result = await runOne(benchmark, options)
    results.push(result)
    options.onResult?.(result)
  }
  return {
    machine: machine(),
    ...{ quick: options.quick, runs: options.runs },
    startedAt: startedAt.toISOString(),
    seconds: secondsSince(startedAt.getTime()),
    benchmarks: results,
  }
}

async function runOne(benchmark: Benchmark, options: RunOptions): Promise<Result> {
  const { name, measures } = benchmark
  const beganMs = Date.now()
  const measured: Measured[] = []
  try {
    await withOpen(async (open) => {
      const run = await benchmark.prepare(await worldFor(name, options, open))
      for (let n = 0; n < options.runs; n++) {
        options.onRun?.(name, n)
        measured.push(await run(n))
      }
    })
  } catch (error) {
    const failed = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { name, measures, figures: [], seconds: secondsSince(beganMs), failed }
  }
  const figures = benchmark.figures.map((spec) => figureOf(spec, measured))
  return { name, measures, figures, seconds: secondsSince(beganMs) }
}

async function worldFor(name: string, options: RunOptions, open: AsyncDisposableStack): Promise<World> {
  const dir = path.join(options.dir, name)
  await mkdir(dir, { recursive: true })
  open.defer(() => rm(dir, { recursive: true, force: true }))
  return {
    ...{ quick: options.quick, apart: options.apart, dir, open },
    async database() {
      const { url, drop } = await options.database()
      open.defer(drop)
      return url
    },
  }
}

function figureOf(spec: FigureSpec, measured: readonly Measured[]): Figure {
  const runs = measured.flatMap((one) => one[spec.name] ?? [])
  if (runs.length === 0) throw new Error(`no run has measured ${spec.name}`)
  const ours = spread(runs.map((pair) => pair.ours))
  const ratio = spread(runs.map((pair) => pair.ours / pair.baseline))
  return {
    ...spec,
    ...{ ours, baselineMeasured: spread(runs.map((pair) => pair.baseline)), ratio, runs },
    met: spec.aim ? isMet(spec.aim, ours.median, ratio.median) : null,
  }
}

const isMet = ({ max, ratioMax, ratioMin }: Aim, ours: number, ratio: number): boolean =>
  (max === undefined || ours <= max) &&
  (ratioMax === undefined || ratio <= ratioMax) &&
  (ratioMin === undefined || ratio >= ratioMin)

const secondsSince = (beganMs: number) => Math.round((Date.now() - beganMs) / 100) / 10

function machine(): Report['machine'] {
  const [first] = os.cpus()
  return {
    ...{ processors: os.availableParallelism(), model: first?.model ?? 'unknown' },
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    ...{ node: process.versions.node, platform: `${process.platform} ${process.arch}` },
  }
}

/** What a benchmark is: figures, each with what it is compared with, and one run that measures both side by side. */

export interface Aim {
  /** Of ours to the baseline. */
  ratioMax?: number
  ratioMin?: number
  /** Of ours alone, in the figure's unit. */
  max?: number
}

export interface FigureSpec {
  /** Short, in kebab-case: what tools look it up by. */
  name: string
  /** One line for people. */
  what: string
  unit: 'ms' | 'per second' | 'MB'
  /** What it is compared with, measured in the same run. */
  baseline: string
  aim?: Aim
}

/** One figure of one run. */
export interface Pair {
  ours: number
  baseline: number
}

/** By the name of the figure. What takes too long to be measured in every run is missing in the later ones. */
export type Measured = Record<string, Pair>

export interface World {
  /** Everything is tiny: it shows that the benchmark works, and nothing else. */
  quick: boolean
  /** Programs that are measured run in processes of their own. */
  apart: boolean
  /** A database with Muster's schema and no rows, on a real PostgreSQL; it goes when the benchmark ends. */
  database(): Promise<string>
  /** A folder of the benchmark's own; it goes when the benchmark ends. */
  dir: string
  /** What the benchmark opens it gives here; closed when it ends, the last first. */
  open: AsyncDisposableStack
}

export interface Benchmark {
  name: string
  /** One sentence. */
  measures: string
  figures: readonly FigureSpec[]
  /** Sets the scene, which is not measured, and answers what carries out one run. Runs are counted from 0. */
  prepare(world: World): Promise<(run: number) => Promise<Measured>>
}

/** Ours first in one run, the baseline first in the next: neither always finds the machine warm. */
export async function inTurn<Ours, Baseline>(
  run: number,
  ours: () => Promise<Ours>,
  baseline: () => Promise<Baseline>,
): Promise<{ ours: Ours; baseline: Baseline }> {
  if (run % 2 === 0) {
    const first = await ours()
    return { ours: first, baseline: await baseline() }
  }
  const first = await baseline()
  return { ours: await ours(), baseline: first }
}

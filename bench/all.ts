/** All benchmarks, in the order in which they are run. */
import type { Benchmark } from './benchmark.ts'
import { journal } from './measures/journal.ts'
import { throughput } from './measures/throughput.ts'
import { timers } from './measures/timers.ts'

export const BENCHMARKS: readonly Benchmark[] = [timers, throughput, journal]

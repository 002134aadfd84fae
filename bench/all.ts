/** All benchmarks, in the order in which they are run. */
import type { Benchmark } from './benchmark.ts'
import { firstPage } from './measures/first-page.ts'
import { footprint } from './measures/footprint.ts'
import { growth } from './measures/growth.ts'
import { journal } from './measures/journal.ts'
import { rehearsals } from './measures/rehearsals.ts'
import { restart } from './measures/restart.ts'
import { slack } from './measures/slack.ts'
import { throughput } from './measures/throughput.ts'
import { timers } from './measures/timers.ts'

export const BENCHMARKS: readonly Benchmark[] = [
  slack,
  firstPage,
  timers,
  throughput,
  restart,
  journal,
  growth,
  rehearsals,
  footprint,
]

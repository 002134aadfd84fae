/** How many rehearsals a second, and how many hours pass in one, in rehearsals and in simulations, against going through the same events with the rules alone. */
import { simulate } from '../../sim/simulator/simulate.ts'
import { incidentCore } from '../../src/incident/core.ts'
import type { Event } from '../../src/incident/events.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { readAsked } from '../../src/rehearsal/ask.ts'
import { type Rehearsed, rehearse } from '../../src/rehearsal/rehearse.ts'
import { type Benchmark, inTurn, type Pair } from '../benchmark.ts'
import { PLAN_FILE, SCENARIO } from '../story.ts'

const HOUR_MS = 3_600_000

export const rehearsals: Benchmark = {
  name: 'rehearsals',
  measures: 'whole incidents in virtual time, from the declaration to the last thing that is owed after the end',
  figures: [
    {
      ...{ name: 'rehearsals', what: 'rehearsals of one scenario, a seed each, one thread', unit: 'per second' },
      baseline: 'the same events gone through with the rules alone: each folded, then asked what is owed',
    },
    {
      ...{ name: 'simulated-hours', what: 'hours of incidents that pass in a second', unit: 'per second' },
      baseline: 'the same hours with the rules alone',
    },
    {
      ...{
        name: 'simulated-replica-hours',
        what: 'hours that pass in a second of simulations: up to three replicas, everything failing, all checkers',
      },
      ...{ unit: 'per second', baseline: 'the same hours with the rules alone, once' },
    },
  ],
  async prepare(world) {
    const { plans, problems } = await loadPlanFiles([PLAN_FILE])
    const [plan] = plans
    if (!plan) throw new Error(`the benchmarks’ plan cannot be read: ${problems[0]?.message}`)
    const seeds = world.quick ? 1 : 4
    const until = world.quick ? '10 min' : undefined
    const run = (first: number) => rehearseAll(plan, { first, seeds, until })
    const warm = await run(1)
    const simulations = world.quick ? 1 : 8
    return async (n) => {
      const { ours, baseline } = await inTurn(
        n,
        () => timed(() => run(1 + n * seeds)),
        () => timed(async () => goThrough(warm.map(lived))),
      )
      const simulated = await simulateAll(1 + n * simulations, simulations)
      const perSecond = (count: number, seconds: number) => count / seconds
      return {
        rehearsals: { ours: perSecond(seeds, ours.seconds), baseline: perSecond(seeds, baseline.seconds) },
        'simulated-hours': {
          ours: perSecond(hoursOf(ours.result), ours.seconds),
          baseline: perSecond(hoursOf(warm), baseline.seconds),
        },
        'simulated-replica-hours': simulated,
      }
    }
  },
}

async function rehearseAll(
  plan: Plan,
  { first, seeds, until }: { first: number; seeds: number; until: string | undefined },
): Promise<Rehearsed[]> {
  const all: Rehearsed[] = []
  for (let seed = first; seed < first + seeds; seed++) {
    const read = readAsked(plan, { scenario: SCENARIO, seed, until })
    if (!read.ok) throw new Error(read.why)
    all.push(await rehearse(read.wanted))
  }
  return all
}

/** Simulations with so many seeds, and then what came of them by the rules alone. Hours that pass in a second. */
async function simulateAll(first: number, seeds: number): Promise<Pair> {
  const ours = await timed(async () => {
    const all = []
    for (let seed = first; seed < first + seeds; seed++) all.push(await simulate({ seed }))
    return all
  })
  const incidents = ours.result.flatMap(({ evidence }) => evidence.incidents)
  const baseline = await timed(async () => goThrough(incidents))
  const hours = ours.result.reduce((sum, { virtualMs }) => sum + virtualMs / HOUR_MS, 0)
  return { ours: hours / ours.seconds, baseline: hours / baseline.seconds }
}

interface Lived {
  stream: string
  plan: Plan
  events: readonly Event[]
}

const lived = ({ wanted, state, events }: Rehearsed): Lived => ({ stream: state.id, plan: wanted.plan, events })

function goThrough(all: readonly Lived[]): void {
  for (const { stream, plan, events } of all) {
    let state = incidentCore.initial(stream)
    for (const event of events) {
      state = incidentCore.evolve(state, event)
      incidentCore.owed(plan, state)
    }
  }
}

const hoursOf = (all: readonly Rehearsed[]): number =>
  all.reduce((sum, { endMs, wanted }) => sum + (endMs - wanted.startMs) / HOUR_MS, 0)

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const beganMs = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - beganMs) / 1_000 }
}

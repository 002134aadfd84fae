/**
 * One simulation: several replicas of the production engine on one storage, with people and services around them and faults as the seed draws them; then everything
 * heals; then the checkers judge. Promises the same bytes for the same seed.
 */
import { createMemoryBacking } from '../../src/engine/backing.ts'
import { privately } from '../../src/plan/actor.ts'
import { planDigest } from '../../src/plan/digest.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { QUEUES } from '../../src/program/queues.ts'
import { SYSTEM_STREAM } from '../../src/readiness/state.ts'
import { judge } from './checkers/all-checkers.ts'
import type { Evidence, Finding } from './checkers/checker.ts'
import { createEntropy } from './entropy.ts'
import { gather } from './evidence.ts'
import { drawFaults, type Faults } from './faults.ts'
import { createCrowd } from './people/crowd.ts'
import { createPost, LATE_MAX_MS, type Post } from './people/post.ts'
import { drawPlan } from './plans/small-plan.ts'
import { createDatabase } from './ports/database.ts'
import { eventsOf } from './ports/storage.ts'
import { createScheduler } from './scheduler.ts'
import type { Span } from './span.ts'
import { createTrace, type Trace } from './trace.ts'
import type { Variant } from './variants/variant.ts'
import { createWitness } from './witness.ts'
import { createFleet, type Fleet } from './world/fleet.ts'
import { createOutside } from './world/outside.ts'
import type { World } from './world/replica.ts'

export const START_MS = Date.UTC(2026, 11, 5, 10, 0)
/** How long a short simulation is bad: its ladder runs through once. */
export const SHORT_MS = 120_000
/** So long after everything works again all that is owed has to be done, or to say why not. */
const HEALING_MS = 90_000

export interface Options {
  seed: number
  /** For so long things go wrong; default: that of a short one. */
  badMs?: number
  variant?: Variant
  /** A plan in place of the drawn one. */
  plan?: Plan
  /** Whether the trace's lines are kept. */
  keeps?: boolean
}

export interface Simulated {
  seed: number
  faults: Faults
  findings: Finding[]
  /** Hash of everything that happened, and of the journals that came of it. */
  digest: string
  trace: readonly string[]
  virtualMs: number
  /** Rows in all journals. */
  rows: number
  /** How much happened on the scheduler. */
  happened: number
  /** What the checkers judged by. */
  evidence: Evidence
}

export async function simulate(options: Options): Promise<Simulated> {
  const { seed, badMs = SHORT_MS } = options
  const span: Span = { fromMs: START_MS, toMs: START_MS + badMs }
  const faults = drawFaults(seed, span)
  const plan = options.plan ?? drawPlan(seed)
  const trace = createTrace(START_MS, options.keeps ?? false)
  const { world, incidents } = createWorld(options, { faults, plan, trace })
  const { scheduler, witness } = world
  const fleet = createFleet(world, { span, note: (who, what) => trace.note(scheduler.nowMs, who, what) })
  const post = createPost({
    ...{ scheduler, faults, witness, entropy: createEntropy(seed, 'post'), alive: fleet.alive },
    note: (who, what) => trace.note(scheduler.nowMs, who, what),
  })
  declareAll({ seed, plan, incidents, post, world })
  createCrowd({
    ...{ scheduler, post, plan, incidents, span },
    outside: world.outside,
    entropy: createEntropy(seed, 'people'),
  })
  await scheduler.runUntil(span.toMs)
  await heal(world, fleet, post)
  await scheduler.runUntil(span.toMs + HEALING_MS)
  const evidence = await gather({ world, plan, fleet, healMs: span.toMs })
  const { endMs } = evidence
  const findings = await judge(evidence)
  for (const { stream, head } of evidence.streams) trace.note(endMs, stream, `ends at row ${head.seq} ${head.hash}`)
  const rows = evidence.streams.reduce((sum, { head }) => sum + head.seq, 0)
  const virtualMs = endMs - START_MS
  return {
    seed,
    faults,
    findings,
    digest: trace.digest(),
    trace: trace.lines(),
    virtualMs,
    rows,
    happened: scheduler.events,
    evidence,
  }
}

function createWorld(
  { seed, variant }: Options,
  { faults, plan, trace }: { faults: Faults; plan: Plan; trace: Trace },
) {
  const scheduler = createScheduler(START_MS, createEntropy(seed, 'order'))
  const witness = createWitness()
  const incidents = ['DR-20261205-1000', 'DR-20261205-1001'].slice(
    0,
    createEntropy(seed, 'incidents').pick([1, 1, 1, 2]),
  )
  const outside = createOutside(createEntropy(seed, 'outside'))
  outside.onArrival(({ service, stream, kind, to }) =>
    trace.note(scheduler.nowMs, service, `hears ${kind} of ${stream} to ${to}`),
  )
  const world: World = {
    ...{ seed, scheduler, faults, witness, outside, plans: { [plan.id]: plan } },
    entropy: createEntropy(seed, 'calls'),
    salts: createEntropy(seed, 'salts').hex,
    shared: createMemoryBacking(QUEUES),
    database: createDatabase({ faults, scheduler, entropy: createEntropy(seed, 'database') }),
    onCommit: (replica) => (stream, rows, texts, jobs) => {
      const events = eventsOf(rows, texts)
      witness.commits.push({ atMs: scheduler.nowMs, replica, stream, events, jobs: jobs.map(({ id }) => id) })
      trace.note(
        scheduler.nowMs,
        replica,
        `commits ${events.map(({ seq, type }) => `${seq} ${type}`).join(', ')} of ${stream} ${rows.at(-1)?.hash}`,
      )
    },
    ...(variant && { variant }),
  }
  return { world, incidents }
}

/** Everything begins with a declaration, which somebody repeats until it is there. */
function declareAll(parts: { seed: number; plan: Plan; incidents: readonly string[]; post: Post; world: World }): void {
  const { seed, plan, incidents, post, world } = parts
  const entropy = createEntropy(seed, 'declarations')
  const digest = planDigest(plan)
  const scenario = Object.keys(plan.scenarios)[0] ?? null
  for (const [index, stream] of incidents.entries()) {
    const declaration = {
      ...{ type: 'declare', planDigest: digest, scenario, severity: plan.severities[0]!.id, components: [] },
      ...{ mode: entropy.happens(0.2) ? 'drill' : 'real', seen: privately('it is down'), outageStartMs: null },
      by: { person: entropy.pick(Object.keys(plan.people)), id: 'test:somebody', via: 'slack' as const },
    }
    for (let n = 0; n < 5; n++)
      world.scheduler.after(1_000 + index * 20_000 + n * 30_000, () =>
        post.send(stream, declaration, { key: `declare-${stream}`, plan: { digest, plan }, mustBeNew: true }),
      )
  }
}

/** Nothing fails any more, whoever was killed runs again, and what was held is let go. */
async function heal({ scheduler, faults }: World, fleet: Fleet, post: Post): Promise<void> {
  faults.deaf = 0
  post.heal()
  fleet.heal()
  const by = { person: 'ivan', id: 'cli:ivan', via: 'cli' as const }
  // After the last late message that asks for a hold.
  scheduler.after(LATE_MAX_MS + 1_000, () => post.send(SYSTEM_STREAM, { type: 'release', by }))
}

/** One seed, as the command line and the tests run it: which plan it gets, and what is told of it. The same seed and options are the same run everywhere. */
import { readdirSync } from 'node:fs'
import { loadPlanFiles } from '../../../src/plan/load-files.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import type { Finding } from '../checkers/checker.ts'
import { drawFaults, faultsInWords } from '../faults.ts'
import { drawPlan } from '../plans/small-plan.ts'
import { SHORT_MS, START_MS, simulate } from '../simulate.ts'
import { variantNamed } from '../variants/all-variants.ts'

export interface Wanted {
  /** For so long things go wrong; absent: a short simulation. */
  hours?: number
  variant?: string
}

export interface Told {
  seed: number
  plan: string
  faults: string[]
  findings: Finding[]
  digest: string
  rows: number
  happened: number
  virtualMs: number
}

/** Now and then one of the example plans in place of a drawn one. */
const EXAMPLE_EVERY = 50

const badMs = ({ hours }: Wanted): number => (hours === undefined ? SHORT_MS : Math.round(hours * 3_600_000))

/** What the seed draws before anything begins. */
export async function drawn(seed: number, wanted: Wanted): Promise<{ plan: Plan; faults: string[] }> {
  const span = { fromMs: START_MS, toMs: START_MS + badMs(wanted) }
  return { plan: await planOf(seed), faults: faultsInWords(drawFaults(seed, span), START_MS) }
}

/** @throws Error when there is no such variant. */
export async function runOf(seed: number, wanted: Wanted, onLine?: (line: string) => void): Promise<Told> {
  const { plan, faults } = await drawn(seed, wanted)
  const variant = wanted.variant === undefined ? undefined : variantNamed(wanted.variant)
  if (wanted.variant !== undefined && !variant) throw new Error(`there is no variant ${wanted.variant}`)
  const simulated = await simulate({
    ...{ seed, plan, badMs: badMs(wanted) },
    ...(variant && { variant }),
    ...(onLine && { keeps: true }),
  })
  for (const line of simulated.trace) onLine?.(line)
  const { findings, digest, rows, happened, virtualMs } = simulated
  return { seed, plan: plan.id, faults, findings, digest, rows, happened, virtualMs }
}

/** What replays it. */
export const replayCommand = (seed: number, { hours, variant }: Wanted): string =>
  [
    'npm run simulate --',
    `--seed ${seed}`,
    ...(hours === undefined ? [] : [`--hours ${hours}`]),
    ...(variant ? [`--variant ${variant}`] : []),
  ].join(' ')

async function planOf(seed: number): Promise<Plan> {
  if (seed % EXAMPLE_EVERY !== 0) return drawPlan(seed)
  const examples = await examplePlans()
  return examples[(seed / EXAMPLE_EVERY) % examples.length] ?? drawPlan(seed)
}

const FOLDER = new URL('../../../plans/', import.meta.url)
let loaded: Promise<Plan[]> | undefined

/** In the order of their names. */
function examplePlans(): Promise<Plan[]> {
  loaded ??= loadPlanFiles(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.yaml'))
      .toSorted()
      .map((file) => new URL(file, FOLDER).pathname),
  ).then(({ plans }) => plans)
  return loaded
}

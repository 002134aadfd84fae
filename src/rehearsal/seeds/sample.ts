/** One seed of many: the scenario as it goes with ordinary luck, and with what goes wrong in it; only what the distribution is made of is kept. */
import { criticalPath } from '../critical-path.ts'
import { type Fault, faultText } from '../faults.ts'
import { rehearse, type Wanted } from '../rehearse.ts'
import { outcomeOf, secondsSince } from '../report.ts'
import { reportedSteps } from '../report-steps.ts'
import { drawFaults } from './draw-faults.ts'

export interface Course {
  /** Null: not within the time that it was followed. */
  recoveredInSeconds: number | null
  metRto: boolean
}

export interface Sample {
  seed: number
  /** Only with the faults that were asked for. */
  ordinary: Course
  /** With those that the seed has drawn, too. */
  faulty: Course
  /** The drawn ones, as they are written. */
  faults: string[]
  /** Of the faulty course, by step: seconds that the recovery waited for it. `''`: until somebody answered. */
  waited: Record<string, number>
  /** Of the ordinary course, seconds that each step took the last time, by step. */
  took: Record<string, number>
}

const HOUR_MS = 3_600_000

/** A run is followed so long: twice the objective, and a working day at least. */
export const followedMs = ({ plan, scenario }: Pick<Wanted, 'plan' | 'scenario'>): number =>
  Math.max(8 * HOUR_MS, 2 * (plan.scenarios[scenario]?.rto ?? plan.objectives.rto))

export async function sampleOf(asked: Wanted, seed: number): Promise<Sample> {
  const { plan, scenario } = asked
  const drawn = drawFaults(plan, scenario, seed)
  const run = (faults: readonly Fault[]) => rehearse({ ...asked, ...quick(asked), seed, faults })
  const ordinary = await run(asked.faults)
  const faulty = drawn.length === 0 ? ordinary : await run([...asked.faults, ...drawn])
  const took = reportedSteps(plan, ordinary.state, (atMs) => secondsSince(asked.startMs, atMs)).flatMap(
    ({ id, tookSeconds }) => (tookSeconds === null ? [] : [[id, tookSeconds] as const]),
  )
  return {
    ...{ seed, faults: drawn.map(faultText), took: Object.fromEntries(took) },
    ordinary: courseOf(ordinary),
    faulty: courseOf(faulty),
    waited: Object.fromEntries(criticalPath(plan, faulty.state).map(({ step, ms }) => [step ?? '', ms / 1_000])),
  }
}

/** Only until the service is back, and without what nobody looks at. */
const quick = (asked: Wanted) => ({
  channel: false,
  onlyUntilBack: true,
  lastsMs: asked.lastsMs ?? followedMs(asked),
})

function courseOf(run: Parameters<typeof outcomeOf>[0]): Course {
  const { recoveredInSeconds, metRto } = outcomeOf(run)
  return { recoveredInSeconds, metRto }
}

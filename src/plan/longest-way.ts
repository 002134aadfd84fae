/**
 * The ways through a recovery: what comes after what, which steps belong to which choice, and the longest of the ways. Pure; what a step weighs (a budget,
 * what remains of it, nothing) is for whoever asks.
 */
import type { PlanStep } from './procedure.ts'

/** Decision → option. */
export type Choices = Readonly<Record<string, string>>

/** Combinations of decisions that are looked at; beyond it the first options stand for all. */
const COMBINATIONS_MAX = 64

/** Every combination of the options of these steps; steps that decide nothing are passed over. */
export function waysThrough(steps: readonly PlanStep[]): Choices[] {
  return steps.reduce<Choices[]>(
    (ways, { id, decide }) => {
      if (!decide) return ways
      const options = decide.options.map((option) => option.id)
      const more = ways.flatMap((way) => options.map((option) => ({ ...way, [id]: option })))
      return more.length > COMBINATIONS_MAX ? ways.map((way) => ({ ...way, [id]: options[0] ?? '' })) : more
    },
    [{}],
  )
}

const needed = new WeakMap<PlanStep, string[]>()

/** What a step waits for: what it needs, and the decisions that say whether it is gone through. Worked out once for each step. */
export function comesAfter(step: PlanStep): string[] {
  const before = needed.get(step)
  if (before) return before
  const decisions = step.when.flatMap((condition) => ('chosen' in condition ? Object.keys(condition.chosen) : []))
  const all = [...new Set([...step.needs, ...decisions])]
  needed.set(step, all)
  return all
}

/** With these choices it is gone through; else it is passed by. A decision that is not among them stands in nobody's way. */
export const isTaken = ({ when }: PlanStep, choices: Choices): boolean =>
  when.every(
    (condition) =>
      !('chosen' in condition) ||
      Object.entries(condition.chosen).every(
        ([decision, wanted]) => choices[decision] === undefined || [wanted].flat().includes(choices[decision]),
      ),
  )

export interface Way {
  /** In their order; those that are passed by are left out. */
  steps: PlanStep[]
  weight: number
}

/**
 * The heaviest chain of steps that wait for one another, over all choices. Of several as heavy the one with more steps, which leaves none out that lies between.
 * @param isEnd where a way may end; what comes only after the last of them does not count.
 */
export function longestWay(
  steps: readonly PlanStep[],
  weigh: (step: PlanStep) => number,
  isEnd: (step: PlanStep) => boolean = () => true,
): Way {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const ways = waysThrough(steps).map((choices): Way => {
    const taken = new Set(steps.filter((step) => isTaken(step, choices)).map(({ id }) => id))
    const known = new Map<string, Way>()
    const upTo = (step: PlanStep): Way => {
      const before = known.get(step.id)
      if (before) return before
      known.set(step.id, NOWHERE)
      const earlier = heaviest(
        comesAfter(step)
          .flatMap((id) => byId.get(id) ?? [])
          .map(upTo),
      )
      const way = taken.has(step.id)
        ? { steps: [...earlier.steps, step], weight: earlier.weight + weigh(step) }
        : earlier
      known.set(step.id, way)
      return way
    }
    return heaviest(steps.filter(isEnd).map(upTo))
  })
  return heaviest(ways)
}

const NOWHERE: Way = { steps: [], weight: 0 }

const heaviest = (ways: readonly Way[]): Way =>
  ways.reduce((most, way) => (isMore(way, most) ? way : most), ways[0] ?? NOWHERE)

const isMore = (one: Way, other: Way): boolean =>
  one.weight > other.weight || (one.weight === other.weight && one.steps.length > other.steps.length)

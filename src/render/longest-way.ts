/**
 * The way through a scenario that takes longest by the budgets of its steps, whatever is decided on it. Promises to count what the plan says and no more: what
 * has no budget counts nothing, approvals are given at once, nothing fails.
 */
import type { PlanStep } from '../plan/procedure.ts'

export interface LongestWay {
  /** In order; empty when no step has a budget. */
  steps: string[]
  ms: number
  /** Steps on it that have no budget and are no decision. */
  unbudgeted: number
}

/** Combinations of decisions that are looked at; beyond it the first options stand for all. */
const COMBINATIONS_MAX = 256

/** @param steps of a scenario, without a circle among their needs. */
export function longestWay(steps: readonly PlanStep[]): LongestWay {
  const ways = combinations(steps).map((chosen) => longestOf(steps, chosen))
  const longest = ways.reduce((best, way) => (way.ms > best.ms ? way : best))
  return longest.ms === 0 ? { steps: [], ms: 0, unbudgeted: 0 } : longest
}

function combinations(steps: readonly PlanStep[]): Record<string, string>[] {
  return steps.reduce<Record<string, string>[]>(
    (ways, { id, decide }) => {
      const options = decide?.options ?? []
      if (options.length === 0) return ways
      if (ways.length * options.length > COMBINATIONS_MAX) return ways.map((way) => ({ ...way, [id]: options[0]!.id }))
      return ways.flatMap((way) => options.map((option) => ({ ...way, [id]: option.id })))
    },
    [{}],
  )
}

function longestOf(steps: readonly PlanStep[], chosen: Record<string, string>): LongestWay {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const known = new Map<string, LongestWay>()
  const wayTo = (id: string): LongestWay => {
    const found = known.get(id)
    if (found) return found
    const step = byId.get(id)
    const before = comesAfter(step)
      .map(wayTo)
      .reduce((best, way) => (isLonger(way, best) ? way : best), { steps: [], ms: 0, unbudgeted: 0 })
    const way = step && isTaken(step, chosen) ? withStep(before, step) : before
    known.set(id, way)
    return way
  }
  return steps.map(({ id }) => wayTo(id)).reduce((best, way) => (isLonger(way, best) ? way : best))
}

/** Of two that take as long, the one with more steps: it leaves none out that lies between. */
const isLonger = (one: LongestWay, other: LongestWay): boolean =>
  one.ms > other.ms || (one.ms === other.ms && one.steps.length > other.steps.length)

const withStep = ({ steps, ms, unbudgeted }: LongestWay, { id, budget, decide }: PlanStep): LongestWay => ({
  steps: [...steps, id],
  ms: ms + (budget ?? 0),
  unbudgeted: unbudgeted + (budget === undefined && !decide ? 1 : 0),
})

const comesAfter = (step: PlanStep | undefined): string[] => [
  ...(step?.needs ?? []),
  ...(step?.when ?? []).flatMap((condition) => ('chosen' in condition ? Object.keys(condition.chosen) : [])),
]

const isTaken = ({ when, branchOf, openEnded }: PlanStep, chosen: Record<string, string>): boolean =>
  branchOf === null &&
  !openEnded &&
  when.every(
    (condition) =>
      !('chosen' in condition) ||
      Object.entries(condition.chosen).every(([decision, wanted]) => [wanted].flat().includes(chosen[decision] ?? '')),
  )

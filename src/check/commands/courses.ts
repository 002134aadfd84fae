/** What a scenario or a card does, step by step, with the programs that it calls and what must have been done before each step. */
import { layouts, type PlacedStep } from '../../plan/step-places.ts'
import type { Subject } from '../rule.ts'
import { type Invocation, invocations, type StepAction, stepActions } from './invocations.ts'

export interface CourseStep extends PlacedStep {
  /** Those of `do` and then those of `checks`, each wait followed by what it waits for. */
  actions: StepAction[]
  calls: Invocation[]
  /** Ids of the steps that are settled before it, near and far. */
  before: ReadonlySet<string>
}

export interface Course {
  /** As in "in the scenario "fire"". */
  name: string
  steps: CourseStep[]
}

const known = new WeakMap<object, Course[]>()

export function courses({ plan, data }: Subject): Course[] {
  const found = known.get(plan)
  if (found) return found
  const inARun = ({ list }: StepAction) => list === 'do' || list === 'checks'
  const actions = Map.groupBy(stepActions(data).filter(inARun), ({ written }) => JSON.stringify(written.path))
  const calls = Map.groupBy(
    invocations(data).filter(({ at }) => inARun(at)),
    ({ at }) => JSON.stringify(at.written.path),
  )
  const all = layouts(plan).map(({ name, steps }) => ({
    name,
    steps: steps.map((placed) => ({
      ...placed,
      actions: actions.get(JSON.stringify(placed.path)) ?? [],
      calls: calls.get(JSON.stringify(placed.path)) ?? [],
      before: settledBefore(placed, steps),
    })),
  }))
  known.set(plan, all)
  return all
}

function settledBefore({ step }: PlacedStep, all: readonly PlacedStep[]): ReadonlySet<string> {
  const byId = new Map(all.map((placed) => [placed.step.id, placed.step]))
  const before = new Set<string>()
  const open = [step]
  for (let next = open.pop(); next; next = open.pop()) {
    const choices = next.when.flatMap((condition) => ('chosen' in condition ? Object.keys(condition.chosen) : []))
    for (const id of [...next.needs, ...choices, ...(next.branchOf === null ? [] : [next.branchOf])]) {
      const needed = byId.get(id)
      if (!needed || before.has(id)) continue
      before.add(id)
      open.push(needed)
    }
  }
  return before
}

/** Calls that are over before this one: of the steps before, then of its own step. */
export const callsBefore = ({ steps }: Course, step: CourseStep, call: Invocation): Invocation[] => [
  ...steps.filter(({ step: { id } }) => step.before.has(id)).flatMap(({ calls }) => calls),
  ...step.calls.slice(0, step.calls.indexOf(call)),
]

/** Steps that come after it in the plan or need it. */
export const stepsAfter = ({ steps }: Course, step: CourseStep): CourseStep[] => {
  const nth = steps.indexOf(step)
  return steps.filter((other, index) => index > nth && !step.before.has(other.step.id))
}

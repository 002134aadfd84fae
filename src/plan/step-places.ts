/** Where each step of a laid-out recovery stands in the plan's text. Promises the order of `procedureOf` and `cardSteps`. */

import type { Entry } from './phase-schema.ts'
import type { Path } from './problem.ts'
import { cardSteps, type PlanStep, procedureOf } from './procedure.ts'
import type { Plan } from './schema.ts'
import type { Condition } from './step-schema.ts'

/** A step and the places that speak of it. */
export interface PlacedStep {
  step: PlanStep
  path: Path
  /** The entry that includes its sequence; null: it stands in the scenario or the card itself. */
  include: Path | null
  /** Where what it needs is written; null: nowhere, it follows from the order. */
  needs: Path | null
  /** Where each of its conditions is written, in their order. */
  when: { path: Path; condition: Condition }[]
}

/** All that belongs together: names of steps are names within it. */
export interface Layout {
  /** As in "in the scenario "fire"". */
  name: string
  steps: PlacedStep[]
}

type Place = Omit<PlacedStep, 'step'>

export function layouts(plan: Plan): Layout[] {
  const scenarios = Object.keys(plan.scenarios).map((id) => ({
    name: `the scenario "${id}"`,
    steps: joined(procedureOf(plan, id).steps, scenarioPlaces(plan, id)),
  }))
  const cards = Object.entries(plan.cards).map(([id, { steps }]) => ({
    name: `the card "${id}"`,
    steps: joined(
      cardSteps(plan, id, 1),
      steps.map((step, index) => placeOf(step, ['cards', id, 'steps', index])),
    ),
  }))
  return [...scenarios, ...cards]
}

const joined = (steps: readonly PlanStep[], places: Place[]): PlacedStep[] =>
  steps.flatMap((step, index) => {
    const place = places[index]
    return place ? [{ step, ...place }] : []
  })

function scenarioPlaces(plan: Plan, id: string): Place[] {
  const base = ['scenarios', id]
  const { phases = [], validation = [] } = plan.scenarios[id] ?? {}
  return [
    ...phases.flatMap(({ steps }, phase) =>
      steps.flatMap((entry, index) => placesOf(plan, entry, [...base, 'phases', phase, 'steps', index])),
    ),
    ...validation.flatMap((entry, index) => placesOf(plan, entry, [...base, 'validation', index])),
  ]
}

function placesOf(plan: Plan, entry: Entry, path: Path): Place[] {
  if (!('sequence' in entry)) return [placeOf(entry, path)]
  const { sequence, needs, when } = entry
  return (plan.sequences[sequence]?.steps ?? []).map((step, index) => {
    const place = placeOf(step, ['sequences', sequence, 'steps', index])
    return {
      ...place,
      include: path,
      ...(index === 0 && needs && { needs: [...path, 'needs'] }),
      when: [...(when ? [{ path: [...path, 'when'], condition: when }] : []), ...place.when],
    }
  })
}

const placeOf = (
  { needs, when }: { needs?: string[] | undefined; when?: Condition | undefined },
  path: Path,
): Place => ({
  path,
  include: null,
  needs: needs ? [...path, 'needs'] : null,
  when: when ? [{ path: [...path, 'when'], condition: when }] : [],
})

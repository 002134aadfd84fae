/** The steps of all scenarios and cards, each with the id that stands in the text: a sequence that is included twice has it once. */
import type { Plan } from '../plan/schema.ts'
import { layouts, type PlacedStep } from '../plan/step-places.ts'
import { valueAt } from './once.ts'

export interface StepOfPlan extends PlacedStep {
  /** What has it, as in `the scenario "fire"`. */
  within: string
  /** As written. */
  id: string
  /** All steps beside it, by the id that they have there. */
  beside: ReadonlyMap<string, PlacedStep['step']>
}

export const stepsOf = (plan: Plan): StepOfPlan[] =>
  layouts(plan).flatMap(({ name, steps }) => {
    const beside = new Map(steps.map(({ step }) => [step.id, step]))
    return steps.map((placed) => ({ ...placed, within: name, id: writtenId(plan, placed), beside }))
  })

function writtenId(plan: Plan, { path, step }: PlacedStep): string {
  const id = valueAt(plan, [...path, 'id'])
  return typeof id === 'string' ? id : step.id
}

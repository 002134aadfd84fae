/** The recovery steps of a plan as they are written, with the place of each. Takes data of any shape; where it has another one, there is no step. */
import type { Path } from './problem.ts'
import { spots } from './spots.ts'

/** Where steps stand; an entry may also be the inclusion of a sequence. */
const STEP_PLACES = [
  'scenarios.*.phases.*.steps.*',
  'scenarios.*.validation.*',
  'sequences.*.steps.*',
  'cards.*.steps.*',
] as const

export type Block = Readonly<Record<string, unknown>>

export interface WrittenStep {
  path: Path
  step: Block
}

/** In a run the actions of one list follow each other, and those of `checks` follow those of `do`. */
export const ACTION_LISTS = ['do', 'checks', 'dryRun', 'undo'] as const
export type ActionList = (typeof ACTION_LISTS)[number]

export interface WrittenAction {
  path: Path
  action: Block
}

export function writtenSteps(plan: unknown): WrittenStep[] {
  return STEP_PLACES.flatMap((place) => spots(plan, place)).flatMap(({ path, value }) =>
    isBlock(value) ? [{ path, step: value }] : [],
  )
}

/** The actions of one list of a step in their order, each followed by what it waits for. */
export function writtenActions({ path, step }: WrittenStep, list: ActionList): WrittenAction[] {
  return spots(step, list === 'undo' ? 'undo.do.*' : `${list}.*`).flatMap((spot): WrittenAction[] => {
    if (!isBlock(spot.value)) return []
    const at = [...path, ...spot.path]
    const until = isBlock(spot.value.wait) ? spot.value.wait.until : undefined
    const probe = isBlock(until) ? [{ path: [...at, 'wait', 'until'], action: until }] : []
    return [{ path: at, action: spot.value }, ...probe]
  })
}

/** What probes ask: actions that belong to no step. */
export const probeActions = (plan: unknown): WrittenAction[] =>
  spots(plan, 'probes.*.ask').flatMap(({ path, value }) => (isBlock(value) ? [{ path, action: value }] : []))

export const allActions = (plan: unknown): WrittenAction[] => [
  ...writtenSteps(plan).flatMap((step) => ACTION_LISTS.flatMap((list) => writtenActions(step, list))),
  ...probeActions(plan),
]

export const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

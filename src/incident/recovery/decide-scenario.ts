/** Saying later what it is: other steps take the place of those of before, and nothing that was begun is forgotten over it. */
import { digestOf } from '../../plan/digest.ts'
import { own } from '../../plan/own.ts'
import { type PlanStep, procedureOf } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { type CommandOf, happened, type IncidentDecision, nothing, refuse } from '../decision.ts'
import type { IncidentState } from '../state.ts'
import type { RecoveryEvent } from './events.ts'
import { titleOf } from './refusals.ts'
import { lastBegun, type Run, VARIANTS } from './state.ts'
import { openUndos } from './undoing.ts'

export function decideScenario(plan: Plan, state: IncidentState, command: CommandOf<'set-scenario'>): IncidentDecision {
  const { atMs, by, scenario } = command
  const known = own(plan.scenarios, scenario)
  if (!known)
    return refuse(`The plan ${plan.id} has no scenario ${scenario}; it has ${Object.keys(plan.scenarios).join(', ')}.`)
  if (state.scenario === scenario) return nothing(`${state.id} is “${known.title}” already.`)
  const inHand = runInHand(state)
  if (inHand)
    return refuse(
      `“${titleOf(plan, state, inHand.step)}” ${inHand.state === 'running' ? 'is running' : 'ended nobody knows how'}: see to that first, then change the scenario.`,
    )
  const isOther = differing(plan, state, scenario)
  const left = openUndos(plan, state).find(({ id }) => isOther(id))
  if (left)
    return refuse(
      `“${left.undo?.title ?? left.title}” is still to be done: \`/dr undo ${left.id}\`, or \`/dr undo keep ${left.id} REASON\`, then change the scenario.`,
    )
  // A step of the same name that does something else has not been done.
  const anew = Object.keys(state.recovery.steps)
    .filter((id) => procedureOf(plan, scenario).byId.has(id) && isOther(id))
    .map((step): RecoveryEvent => ({ type: 'step-reset', atMs, by, step }))
  return happened({ type: 'scenario-set', atMs, by, from: state.scenario, to: scenario }, ...anew)
}

const runInHand = ({ recovery }: IncidentState): Run | undefined =>
  Object.keys(recovery.steps)
    .flatMap((step) => VARIANTS.map((variant) => lastBegun(recovery, step, variant)))
    .find((run) => run?.state === 'running' || run?.state === 'unknown')

/** Whether a step of the present scenario is not there in the other one, or is another one there. Cards and added steps stay. */
function differing(plan: Plan, state: IncidentState, scenario: string): (id: string) => boolean {
  const [before, after] = [procedureOf(plan, state.scenario).byId, procedureOf(plan, scenario).byId]
  const deed = (step: PlanStep | undefined) =>
    step &&
    digestOf({
      ...{ do: step.do ?? null, undo: step.undo ?? null, checks: step.checks, dryRun: step.dryRun },
      ...{ manual: step.manual ?? null, decide: step.decide ?? null },
    })
  return (id) => before.has(id) && deed(before.get(id)) !== deed(after.get(id))
}

/** Sentences that several rules of a recovery say. */
import type { Actor } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { type IncidentDecision, refuse } from '../decision.ts'
import type { IncidentState } from '../state.ts'
import { procedureNow } from './procedure-now.ts'
import { type Blocker, standings } from './standing.ts'

export interface Subject {
  plan: Plan
  state: IncidentState
  step: PlanStep
}

export function subjectOf(plan: Plan, state: IncidentState, id: string): Subject | { refusal: IncidentDecision } {
  const step = procedureNow(plan, state).byId.get(id)
  if (step) return { plan, state, step }
  const none = procedureNow(plan, state).steps.length === 0
  const why = none
    ? `${state.id} has no steps: ${state.scenario === null ? 'nobody has said what it is; `/dr scenario` says so' : 'its scenario has none in the plan'}.`
    : `${state.id} has no step ${id}; \`/dr step\` lists them.`
  return { refusal: refuse(why) }
}

/** People of the plan, and whoever has come to the incident: nobody else moves anything in it. */
export const belongs = (plan: Plan, { participants }: IncidentState, { person, id }: Actor): boolean =>
  (person !== undefined && plan.people[person] !== undefined) || participants.includes(person ?? id)

export const notOfIt = ({ system }: Plan): string =>
  `You belong neither to the people of ${system.name} nor to this incident: ask somebody who does, or have a role given to you.`

export const standingOf = ({ plan, state, step }: Subject) => standings(plan, state).get(step.id)!

export const titleOf = (plan: Plan, state: IncidentState, id: string): string =>
  procedureNow(plan, state).byId.get(id)?.title ?? id

/** What a waiting step waits for, as in "waits for …". */
export function blockerInWords(plan: Plan, state: IncidentState, blocker: Blocker): string {
  switch (blocker.kind) {
    case 'step':
      return `“${titleOf(plan, state, blocker.id)}”`
    case 'decision':
      return `the decision “${titleOf(plan, state, blocker.id)}”`
    case 'failure':
      return `a failure of “${titleOf(plan, state, blocker.id)}”`
    case 'value':
      return `a value: ${plan.values[blocker.id]?.label ?? blocker.id}`
  }
}

export const blockersInWords = (plan: Plan, state: IncidentState, blockers: readonly Blocker[]): string =>
  blockers.map((blocker) => blockerInWords(plan, state, blocker)).join(', ')

/** Only whoever leads may do this; a sentence that says who leads. */
export function notCommander(
  { plan, state }: Pick<Subject, 'plan' | 'state'>,
  by: Actor,
  what: string,
): IncidentDecision {
  const leader = state.roles[state.commanderRole]?.person ?? ''
  const name = plan.people[leader]?.name ?? leader
  const takes = plan.roles[state.commanderRole]?.holders.includes(by.person ?? '')
    ? ` \`/dr role ${state.commanderRole} me\` takes over.`
    : ''
  return refuse(`Only whoever leads the incident can ${what}: that is ${name}.${takes}`)
}

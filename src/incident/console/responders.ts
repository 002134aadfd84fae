/** Whom an incident needs: they get a link to the console when Slack is away. Audiences are no responders. Pure. */
import type { Plan } from '../../plan/schema.ts'
import { holdersNow, openTasks } from '../communication/tasks.ts'
import { approversOf } from '../recovery/approval.ts'
import { procedureNow } from '../recovery/procedure-now.ts'
import { standings } from '../recovery/standing.ts'
import type { IncidentState } from '../state.ts'

/** People of the plan who declared it, hold a role in it, have it, are being called, or are asked for an approval or a message; each once. */
export function respondersOf(plan: Plan, state: IncidentState): string[] {
  const { declaredBy, roles, acknowledgements, pages } = state
  const people = [
    ...(declaredBy.person === undefined ? [] : [declaredBy.person]),
    ...Object.values(roles).map(({ person }) => person),
    ...Object.keys(acknowledgements),
    ...Object.values(pages)
      .filter(({ end }) => end === undefined)
      .map(({ person }) => person),
    ...approversAsked(plan, state),
    ...openTasks(plan, state).flatMap(({ role }) => holdersNow(plan, state, role)),
  ]
  return [...new Set(people)].filter((person) => Object.hasOwn(plan.people, person))
}

function approversAsked(plan: Plan, state: IncidentState): string[] {
  const all = standings(plan, state)
  return procedureNow(plan, state)
    .steps.filter(({ id }) => all.get(id)?.status === 'awaiting-approval')
    .flatMap((step) => approversOf(plan, state, step))
}

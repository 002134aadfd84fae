/** Each approval that a plan wants can be given by as many people as it asks for, as they can be reached now. Nobody is contacted. */
import { counted } from '../plan/in-words.ts'
import { cardSteps, type PlanStep, procedureOf } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import { type Check, error, type Finding, ok, warning } from './finding.ts'
import { meansOn } from './people.ts'

/** By these somebody can be asked, and can answer. */
const ASKING = new Set(['slack', 'sms', 'email'])

export const approvals: Check = {
  name: 'approvals',
  group: 'People',
  run: ({ plans: { plans }, settings }) =>
    plans.flatMap((plan) => {
      const canBeAsked = (person: string) => meansOn(plan, person, settings).some((means) => ASKING.has(means))
      const steps = approvedSteps(plan)
      const missing = steps.flatMap((step) => findingOf(plan, step, canBeAsked))
      if (missing.length > 0 || steps.length === 0) return missing
      return [ok(`Every approval of ${plan.id} can be given: ${counted(steps.length, 'step')}`)]
    }),
}

/** Each once, in however many scenarios it is. */
function approvedSteps(plan: Plan): PlanStep[] {
  const all = [
    ...Object.keys(plan.scenarios).flatMap((scenario) => procedureOf(plan, scenario).steps),
    ...Object.keys(plan.cards).flatMap((card) => cardSteps(plan, card, 1)),
  ].filter(({ approval }) => approval !== null)
  return [...new Map(all.map((step) => [`${step.title}/${JSON.stringify(step.approval)}`, step])).values()]
}

function findingOf(plan: Plan, { title, approval }: PlanStep, canBeAsked: (person: string) => boolean): Finding[] {
  const { roles = [], count = 1, notRequester = false } = approval ?? {}
  const holders = [...new Set(roles.flatMap((role) => plan.roles[role]?.holders ?? []))].filter(canBeAsked)
  const wanted = count + (notRequester ? 1 : 0)
  if (holders.length >= wanted) return []
  const whom = notRequester
    ? `${counted(count, 'approval')}, none of them by whoever starts it`
    : counted(count, 'approval')
  const who = holders.map((person) => plan.people[person]?.name ?? person)
  // A draft is for reading and for the sandbox.
  return [
    (plan.draft ? warning : error)(
      `“${title}” could not be approved (${plan.id})`,
      `It needs ${whom}, and ${who.length === 0 ? 'nobody' : `only ${who.join(', ')}`} can be asked for one.`,
      `Give ${roles.map((role) => plan.roles[role]?.label ?? role).join(' or ')} more holders, or put the addresses of those whom it has right.`,
    ),
  ]
}

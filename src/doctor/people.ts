/** By which means each person of each plan can be reached, as things are configured now. Nobody is contacted. */
import { MEANS_LABELS } from '../incident/view-shape.ts'
import { expandTarget, personOrder } from '../plan/people.ts'
import { cardSteps, procedureOf } from '../plan/procedure.ts'
import { type Means, PERSON_MEANS, type Plan } from '../plan/schema.ts'
import type { Settings } from '../program/settings.ts'
import { type Check, error, type Finding, ok, type Subject, skipped, warning } from './finding.ts'

export const people: Check = {
  name: 'people',
  group: 'People',
  run({ plans: { plans }, settings, nowMs }: Subject) {
    return plans.flatMap((plan) => {
      const needed = new Set([...pagedPeople(plan, nowMs()), ...approvers(plan)])
      return Object.keys(plan.people).map((person) => findingOf(plan, person, settings, needed.has(person)))
    })
  },
}

/** Everybody whom some level of some policy may page, whoever is on call. */
function pagedPeople(plan: Plan, nowMs: number): Set<string> {
  const targets = Object.values(plan.policies).flatMap(({ levels }) => levels.flatMap(({ to }) => to))
  const inRotations = targets.flatMap((target) =>
    'rotation' in target ? (plan.rotations[target.rotation]?.people ?? []) : [],
  )
  return new Set([...targets.flatMap((target) => expandTarget(plan, target, nowMs)), ...inRotations])
}

/** Everybody who can approve a step of some scenario or card: it waits for them, and they are asked wherever they are. */
function approvers(plan: Plan): string[] {
  const steps = [
    ...Object.keys(plan.scenarios).flatMap((scenario) => procedureOf(plan, scenario).steps),
    ...Object.keys(plan.cards).flatMap((card) => cardSteps(plan, card, 1)),
  ]
  const roles = new Set(steps.flatMap(({ approval }) => approval?.roles ?? []))
  return [...roles].flatMap((role) => plan.roles[role]?.holders ?? [])
}

function findingOf(plan: Plan, person: string, settings: Settings, isNeeded: boolean): Finding {
  const who = `${plan.people[person]?.name} (${plan.id}/${person})`
  const addressed = personOrder(plan, person, { means: [...PERSON_MEANS] })
  const means = meansOn(plan, person, settings)
  const off = addressed.filter((one) => !means.includes(one) && hasOwnAddress(plan, person, one))
  const given =
    off.length > 0
      ? `There are addresses for ${inWords(off)}, and what would carry them is off or has no key.`
      : 'The plan and its contacts give no address.'
  const remedy = `Give ${plan.people[person]?.name} a Slack id, a phone number and a mail address in the contacts file (MUSTER_CONTACTS)${off.length > 0 ? ', or switch those means on' : ''}.`
  if (means.length === 0 && !isNeeded)
    return skipped(
      `${who} cannot be reached`,
      `No level pages them, and no step waits for their approval. ${given}`,
      remedy,
    )
  if (means.length === 0) {
    // A draft is for reading and for the sandbox; its people need no addresses.
    return (plan.draft ? warning : error)(`${who} cannot be reached`, given, remedy)
  }
  if (isNeeded && means.every((one) => one === 'pagerduty')) {
    const why = 'PagerDuty pages whoever its own service says, who may be somebody else.'
    return warning(`${who}: PagerDuty alone`, why, remedy)
  }
  if (isNeeded && means.length === 1) {
    return warning(`${who}: ${inWords(means)} alone`, 'When that fails, nothing else is tried.', remedy)
  }
  return ok(`${who}: ${inWords(means)}`)
}

/** By which a person can be reached as things are configured now. */
export const meansOn = (plan: Plan, person: string, settings: Settings): Means[] =>
  personOrder(plan, person, { means: [...PERSON_MEANS] }).filter((one) => isOn(plan, settings, one))

/** A plan's PagerDuty service is a way to everybody in it, and nobody's own address. */
const hasOwnAddress = (plan: Plan, person: string, means: Means): boolean =>
  means !== 'pagerduty' || plan.people[person]?.pagerduty !== undefined

function isOn(plan: Plan, { slack, pagerduty, twilio, email }: Settings, means: Means): boolean {
  switch (means) {
    case 'slack':
      return slack !== undefined
    case 'pagerduty':
      return plan.pagerduty !== undefined && pagerduty?.routingKeys[plan.pagerduty.routingKeyEnv] !== undefined
    case 'sms':
    case 'voice':
      return twilio !== undefined
    case 'email':
      return email !== undefined
    default:
      return means satisfies never
  }
}

const inWords = (means: readonly Means[]): string => means.map((one) => MEANS_LABELS[one]).join(', ')

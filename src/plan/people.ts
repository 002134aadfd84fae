/**
 * Who is meant by a plan's targets and words, and by which means each person can be reached. Promises ids that exist in the
 * plan, in the order in which they are to be tried. Asks nobody: who is on call at PagerDuty is for its adapter.
 */
import { bareNumber, isE164 } from './phone.ts'
import { onRotation } from './rotation.ts'
import type { Level, Means, Plan, Target } from './schema.ts'

/**
 * The people of a target in the order in which they are tried. A role gives its holders, a rotation the one person on call at
 * `atMs` (milliseconds since the epoch), a PagerDuty schedule the people of its `otherwise`.
 */
export function expandTarget(plan: Plan, target: Target, atMs: number): string[] {
  if ('person' in target) return [target.person]
  if ('role' in target) return [...new Set(plan.roles[target.role]?.holders)]
  if ('pagerdutySchedule' in target) return expandTarget(plan, target.otherwise, atMs)
  const rotation = plan.rotations[target.rotation]
  return rotation ? [onRotation(rotation, atMs)] : []
}

/** Everyone whom a target may ever mean, whoever is on call; each once. */
export function everyoneOf(plan: Plan, target: Target): string[] {
  if ('pagerdutySchedule' in target) return everyoneOf(plan, target.otherwise)
  if ('rotation' in target) return [...new Set(plan.rotations[target.rotation]?.people)]
  return expandTarget(plan, target, 0)
}

/** Everyone a level may ever page; each once. */
export const everyoneOn = (plan: Plan, level: Pick<Level, 'to'>): string[] => [
  ...new Set(level.to.flatMap((target) => everyoneOf(plan, target))),
]

/** The id of the role that a word names by id, alias or label, letter case aside. */
export function roleOf(plan: Plan, word: string): string | undefined {
  const wanted = word.trim().toLowerCase()
  const names = (id: string) => [id, plan.roles[id]?.label ?? '', ...(plan.roles[id]?.aliases ?? [])]
  return Object.keys(plan.roles).find((id) => names(id).some((name) => name.toLowerCase() === wanted))
}

/** Where somebody wrote, called or pressed a button from; any one is enough. */
export interface Contact {
  slack?: string
  email?: string
  phone?: string
  pagerduty?: string
}

/** The id of the person who has this contact. Mail addresses match in any letter case, telephone numbers with any separators. */
export function personByContact(plan: Plan, contact: Contact): string | undefined {
  const { slack, email, phone, pagerduty } = contact
  const found = Object.entries(plan.people).find(
    ([, person]) =>
      (slack !== undefined && person.slack === slack) ||
      (pagerduty !== undefined && person.pagerduty === pagerduty) ||
      (email !== undefined && person.email?.toLowerCase() === email.toLowerCase()) ||
      (phone !== undefined && person.phone !== undefined && bareNumber(person.phone) === bareNumber(phone)),
  )
  return found?.[0]
}

/**
 * The means by which to page a person, in order: the person's own order, else the level's, without those for which the person
 * has no usable address. PagerDuty pages whoever its service says, so it is usable whenever the plan has one.
 */
export function personOrder(plan: Plan, personId: string, level: Pick<Level, 'means'>): Means[] {
  const person = plan.people[personId]
  if (!person) return []
  const phone = person.phone !== undefined && isE164(person.phone)
  const usable: Record<Means, boolean> = {
    slack: person.slack !== undefined,
    pagerduty: plan.pagerduty !== undefined,
    sms: phone,
    voice: phone,
    email: person.email !== undefined,
  }
  return [...new Set(person.means ?? level.means)].filter((means) => usable[means])
}

/**
 * The one decision about who may do what: a plan, what is asked, and who asks. Promises to know nothing of where a request came from; whether
 * somebody is who they claim to be is for the doors.
 */
import { inWords } from './in-words.ts'
import { COMMAND_GROUPS, type PermittedCommand } from './permission-names.ts'
import type { Permitted } from './permission-schema.ts'
import type { Plan } from './schema.ts'

/** What somebody wants: to look, to read, or to do what a command does. */
export type Wanted = 'look' | 'read' | PermittedCommand

export interface Caller {
  /** As this plan knows them. */
  person?: string | undefined
  /** Whether they hold a role just now beyond what the plan says: given in an incident, or standing in. */
  holds?: (role: string) => boolean
  /** Not in the Slack user group that the plan asks of strangers. */
  outsideGroup?: boolean
}

export const permittedTo = (plan: Pick<Plan, 'permissions'>, wanted: Wanted): Permitted => {
  const { permissions } = plan
  if (wanted === 'look' || wanted === 'read') return permissions[wanted]
  return permissions.commands[wanted] ?? permissions[COMMAND_GROUPS[wanted]]
}

export function mayDo(
  plan: Plan,
  wanted: Wanted,
  { person, holds = () => false, outsideGroup = false }: Caller,
): boolean {
  const permitted = permittedTo(plan, wanted)
  const isPerson = person !== undefined && Object.hasOwn(plan.people, person)
  if (permitted === 'anyone') return isPerson || !outsideGroup
  if (!isPerson) return false
  if (permitted === 'people' || permitted.people.includes(person)) return true
  return permitted.roles.some((role) => plan.roles[role]?.holders.includes(person) || holds(role))
}

/** `people of the plan of Shop`, `Incident commander (Ivan) of the plan of Shop`. */
export function permittedInWords(plan: Plan, wanted: Wanted): string {
  const permitted = permittedTo(plan, wanted)
  const where = `of the plan of ${plan.system.name}`
  const { slackGroup } = plan.permissions
  if (permitted === 'anyone')
    return slackGroup === undefined ? 'everybody' : `people and the Slack group <!subteam^${slackGroup}> ${where}`
  if (permitted === 'people') return `people ${where}`
  const nameOf = (person: string) => plan.people[person]?.name ?? person
  const roles = permitted.roles.map((role) => {
    const holders = plan.roles[role]?.holders ?? []
    return `${plan.roles[role]?.label ?? role}${holders.length > 0 ? ` (${holders.map(nameOf).join(', ')})` : ''}`
  })
  return `${inWords([...roles, ...permitted.people.map(nameOf)], 'or')} ${where}`
}

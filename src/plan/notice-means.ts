/** By which means a notice goes out, and which of them an audience can be reached by. Pure; addresses are judged by form elsewhere. */
import { AUDIENCE_MEANS, type AudienceMeans, type Notice, type Plan } from './schema.ts'

/** What is written, spelled out: `all` is every means that reaches the audience itself, and nothing written is the plan's default. */
export function meansOf(plan: Plan, notice: Notice): AudienceMeans[] {
  if (notice.means === undefined) return plan.defaultMeans
  if (notice.means !== 'all') return notice.means
  return AUDIENCE_MEANS.filter((means) => !NOT_ITS_OWN.has(means) && canReach(plan, notice.audience, means))
}

/** The page is for everybody, PagerDuty's service is the plan's and wakes whoever is on call, and a person tells whom they want. */
const NOT_ITS_OWN: ReadonlySet<AudienceMeans> = new Set(['status-page', 'pagerduty', 'manual'])

/** Whether the plan says how to tell this audience by this means. */
export function canReach(plan: Plan, audienceId: string, means: AudienceMeans): boolean {
  const audience = plan.audiences[audienceId]
  if (audience === undefined) return false
  const people = peopleOf(plan, audienceId)
  const any = (contact: 'slack' | 'email' | 'phone') =>
    // The contacts of a draft are placeholders; that there is somebody is enough.
    people.some((person) => plan.draft || plan.people[person]?.[contact] !== undefined)
  switch (means) {
    case 'slack':
      return audience.slack !== undefined
    case 'slack-dm':
      return audience.slackGroup !== undefined || any('slack')
    case 'email':
      return audience.emails.length > 0 || any('email')
    case 'sms':
    case 'voice':
      return audience.phones.length > 0 || any('phone')
    case 'webhook':
      return audience.webhook !== undefined
    case 'pagerduty':
      return !audience.external && plan.pagerduty !== undefined
    case 'status-page':
      return audience.external && plan.statusPage !== undefined
    case 'manual':
      return true
  }
}

/** Its people and whoever holds its roles by the plan; each once. */
export function peopleOf(plan: Plan, audienceId: string): string[] {
  const { people = [], roles = [] } = plan.audiences[audienceId] ?? {}
  return [...new Set([...people, ...roles.flatMap((role) => plan.roles[role]?.holders ?? [])])]
}

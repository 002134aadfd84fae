/**
 * Notices that cannot go out as they are written: by a means for which their audience has no address, or at a time that
 * contradicts itself. Promises warnings only, because whoever declares must not be stopped by them. Judges no form of an
 * address (`address-warnings.ts` does) and no template (`src/messages` does).
 */
import { formatDuration } from './length.ts'
import type { DataProblem, Path } from './problem.ts'
import type { AudienceMeans, Notice, Plan } from './schema.ts'

/** What is wrong with the notices of a whole plan, with the contacts already merged in. */
export function noticeWarnings(plan: Plan): DataProblem[] {
  return plan.notices.flatMap((notice, index) => {
    const path = ['notices', index]
    return [...unreachableAudience(plan, notice, path), ...impossibleTimes(notice, path)]
  })
}

function unreachableAudience(plan: Plan, notice: Notice, path: Path): DataProblem[] {
  return (Array.isArray(notice.means) ? notice.means : []).flatMap((means, index) => {
    const missing = missingAddress(plan, notice.audience, means)
    if (missing === undefined) return []
    const { what, remedy } = missing
    return {
      path: [...path, 'means', index],
      at: 'value',
      rule: 'audience-unreachable',
      message: `the audience "${notice.audience}" has no ${what}, so nobody gets this notice by ${means}`,
      remedy: `${remedy}, or take "${means}" away here`,
    }
  })
}

/** What an audience would need for a means; undefined when it has it, or when the means needs none of its own. */
function missingAddress(
  plan: Plan,
  audienceId: string,
  means: AudienceMeans,
): { what: string; remedy: string } | undefined {
  const audience = plan.audiences[audienceId]
  const at = `audiences.${audienceId}`
  if (audience === undefined || means === 'pagerduty' || means === 'status-page') return undefined
  if (means === 'slack') {
    return audience.slack === undefined ? { what: 'Slack channel', remedy: `name one as "${at}.slack"` } : undefined
  }
  const contact = means === 'email' ? 'email' : 'phone'
  if ((contact === 'email' ? audience.emails : audience.phones).length > 0) return undefined
  const people = [...audience.people, ...audience.roles.flatMap((role) => plan.roles[role]?.holders ?? [])]
  // The contacts of a draft are placeholders; that there is somebody is enough.
  if (people.some((person) => plan.draft || plan.people[person]?.[contact] !== undefined)) return undefined
  return contact === 'email'
    ? { what: 'mail address', remedy: `give it "${at}.emails", or people or roles whose mail address is known` }
    : { what: 'telephone number', remedy: `give it "${at}.phones", or people or roles whose number is known` }
}

/** Without a target a notice goes out at its earliest moment, so that one is judged in the target's place. */
function impossibleTimes({ earliest, target, deadline }: Notice, path: Path): DataProblem[] {
  const planned = target ?? earliest
  if (planned === undefined) return []
  const key = target === undefined ? 'earliest' : 'target'
  const warn = (message: string, remedy: string): DataProblem => ({
    path: [...path, key],
    at: 'value',
    rule: 'notice-times',
    message,
    remedy,
  })
  const written = `the ${key} (${formatDuration(planned)})`
  if (deadline !== undefined && planned > deadline) {
    const after = `${written} is after the deadline (${formatDuration(deadline)}), so the notice is always late`
    return [warn(after, `write an earlier ${key}, or a later deadline`)]
  }
  if (earliest !== undefined && planned < earliest) {
    const before = `${written} is before the earliest moment (${formatDuration(earliest)}), so the two contradict each other`
    return [warn(before, 'write a target that is not before "earliest", or take one of the two away')]
  }
  return []
}

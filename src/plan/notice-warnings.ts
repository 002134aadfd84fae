/**
 * Notices that cannot go out as they are written: by a means for which their audience has no address, at a time that contradicts itself, or without the
 * words for what they promise. Promises warnings only, because whoever declares must not be stopped by them. Judges no form of an address
 * (`address-warnings.ts` does), no question (`question-warnings.ts`) and no template's words (`src/messages` does).
 */
import { formatDuration } from './length.ts'
import { canReach, meansOf } from './notice-means.ts'
import type { DataProblem, Path, Rule } from './problem.ts'
import { questionWarnings } from './question-warnings.ts'
import type { AudienceMeans, Notice, Plan } from './schema.ts'

/** What is wrong with the notices of a whole plan, with the contacts already merged in. */
export function noticeWarnings(plan: Plan): DataProblem[] {
  return plan.notices.flatMap((notice, index) => {
    const path = ['notices', index]
    return [
      ...unreachableAudience(plan, notice, path),
      ...impossibleTimes(notice, path),
      ...lateDrafts(notice, path),
      ...wordlessPromises(notice, path),
      ...questionWarnings(plan, notice, path),
    ]
  })
}

function unreachableAudience(plan: Plan, notice: Notice, path: Path): DataProblem[] {
  const { audience, means } = notice
  if (means === undefined) return unsaidMeans(plan, notice, path)
  if (means === 'all') {
    if (meansOf(plan, notice).length > 0) return []
    const message = `the audience "${audience}" can be reached by no means at all, so nobody gets this notice`
    const remedy = `give "audiences.${audience}" a Slack channel, mail addresses, telephone numbers or people`
    return [{ path: [...path, 'means'], at: 'value', rule: 'audience-unreachable', message, remedy }]
  }
  return means.flatMap((one, index) => {
    const missing = missingAddress(plan, audience, one)
    if (missing === undefined) return []
    const { what, remedy } = missing
    return {
      path: [...path, 'means', index],
      at: 'value',
      rule: 'audience-unreachable',
      message: `the audience "${audience}" has no ${what}, so nobody gets this notice by ${one}`,
      remedy: `${remedy}, or take "${one}" away here`,
    }
  })
}

/** Nobody has said how this audience is told (E7): it is told by the plan's default, if that reaches it. */
function unsaidMeans(plan: Plan, { id, audience }: Notice, path: Path): DataProblem[] {
  const means = plan.defaultMeans.join(', ')
  const reached = plan.defaultMeans.some((one) => missingAddress(plan, audience, one) === undefined)
  const message = reached
    ? `the notice "${id}" says by no means how its audience is told, so the plan's default is used: ${means}`
    : `the notice "${id}" names no means, and by the plan's default (${means}) nobody of "${audience}" can be reached`
  const remedy = reached
    ? 'write its "means", such as "means: [email]"'
    : `write its "means", or give "audiences.${audience}" the addresses`
  return [{ path, at: 'value', rule: 'notice-means', message, remedy }]
}

/** What an audience would need for a means; undefined when it has it, or when the means needs none of its own. */
function missingAddress(
  plan: Plan,
  audienceId: string,
  means: AudienceMeans,
): { what: string; remedy: string } | undefined {
  if (means === 'pagerduty' || means === 'status-page' || canReach(plan, audienceId, means)) return undefined
  if (plan.audiences[audienceId] === undefined) return undefined
  const at = `audiences.${audienceId}`
  switch (means) {
    case 'slack':
      return { what: 'Slack channel', remedy: `name one as "${at}.slack"` }
    case 'slack-dm':
      return {
        what: 'people in Slack',
        remedy: `give it "${at}.slackGroup", or people or roles whose Slack id is known`,
      }
    case 'email':
      return {
        what: 'mail address',
        remedy: `give it "${at}.emails", or people or roles whose mail address is known`,
      }
    case 'webhook':
      return { what: 'address of a program', remedy: `give it "${at}.webhook"` }
    default:
      return { what: 'telephone number', remedy: `give it "${at}.phones", or people or roles whose number is known` }
  }
}

/** Without a target a notice goes out at its earliest moment, so that one is judged in the target's place. */
function impossibleTimes({ earliest, target, deadline }: Notice, path: Path): DataProblem[] {
  const planned = target ?? earliest
  if (planned === undefined) return []
  const key = target === undefined ? 'earliest' : 'target'
  const warn = (message: string, remedy: string) => warning('notice-times', [...path, key], message, remedy)
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

/** A draft can appear when the times of its notice begin to count, not before. */
function lateDrafts({ approval, earliest, target, deadline }: Notice, path: Path): DataProblem[] {
  const planned = target ?? earliest ?? 0
  if (approval?.ahead === undefined || approval.ahead <= planned) return []
  const ahead = formatDuration(approval.ahead)
  const until = planned === 0 ? 'the notice goes out at once' : `the notice goes out after ${formatDuration(planned)}`
  const remedy =
    deadline === undefined || deadline <= planned
      ? 'write a shorter "ahead", or a later "target" and a "deadline"'
      : 'write a shorter "ahead", or a later "target"'
  const message = `its draft is to appear ${ahead} ahead, but ${until}: there is not so much time to read it`
  return [warning('notice-approval', [...path, 'approval', 'ahead'], message, remedy)]
}

/** What is promised and has no words of its own. */
function wordlessPromises({ cadence, reviewWithin, templates }: Notice, path: Path): DataProblem[] {
  return [
    ...(cadence !== undefined && templates.progress === undefined
      ? [
          warning(
            'notice-template',
            [...path, 'cadence'],
            `every ${formatDuration(cadence)} its audience is to hear from us, but there is no template "progress", so it does not`,
            'name one under "templates.progress", such as customer-progress, or take "cadence" away',
          ),
        ]
      : []),
    ...(reviewWithin !== undefined && templates.review === undefined
      ? [
          warning(
            'notice-template',
            [...path, 'reviewWithin'],
            'a review is promised, but there is no template "review" that says where it is',
            'name one under "templates.review", such as customer-review, or take "reviewWithin" away',
          ),
        ]
      : []),
  ]
}

const warning = (rule: Rule, path: Path, message: string, remedy: string): DataProblem => ({
  path,
  at: 'value',
  rule,
  message,
  remedy,
})

/**
 * A ladder that begins after something else counts on it. People who are told of an incident before it pages any of them: no contradiction, for being told asks
 * nothing of anybody (E5), but who is expected to help does not know it yet. And alerts that somebody has to respond to before anybody is paged.
 */
import { formatDuration } from '../../plan/length.ts'
import { peopleOf } from '../../plan/notice-means.ts'
import { everyoneOn } from '../../plan/people.ts'
import { defaultSeverity, policyFor } from '../../plan/policy-for.ts'
import type { Level, Notice, Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const ladderSlowerThanWindow: CheckRule = {
  name: 'ladder-slower-than-window',
  level: 'warning',
  judge: ({ plan }) => [
    ...Object.keys(plan.audiences).flatMap((audience) => slowerThanNotice(plan, audience)),
    ...slowerThanAlerts(plan),
  ],
}

function slowerThanNotice(plan: Plan, audience: string): Finding[] {
  const people = peopleOf(plan, audience)
  const severity = defaultSeverity(plan, null)
  const paging = levelsAt(plan, severity)
    .filter((level) => everyoneOn(plan, level).some((person) => people.includes(person)))
    .toSorted((a, b) => a.after - b.after)[0]
  const told = plan.notices
    .map((notice, index) => ({ index, notice, byMs: notice.deadline ?? notice.target ?? notice.earliest ?? 0 }))
    .filter(({ notice }) => notice.audience === audience && notice.from === 'declared' && notice.if === undefined)
    .filter(({ notice }) => notice.automatic && notice.scenarios === undefined && isFor(plan, notice, severity))
    .toSorted((a, b) => a.byMs - b.byMs)[0]
  if (!paging || !told || told.byMs >= paging.after) return []
  const by = told.byMs === 0 ? 'at once' : `within ${formatDuration(told.byMs)}`
  return [
    {
      path: ['notices', told.index],
      at: 'value',
      message: `the audience "${audience}" is told ${by}, and the first of its people is paged after ${formatDuration(paging.after)}, by level "${paging.id}"`,
      remedy: `let "${paging.id}" begin earlier if they are to act by then; if they only have to know, suppress this and say so`,
    },
  ]
}

/** Whether it goes out at this severity. */
function isFor({ severities }: Plan, notice: Notice, severity: string): boolean {
  const rankOf = (id: string) => severities.find((one) => one.id === id)?.rank ?? 0
  const { fromSeverity } = notice
  if (fromSeverity !== undefined && rankOf(severity) > rankOf(fromSeverity)) return false
  return notice.severities?.includes(severity) ?? true
}

function slowerThanAlerts(plan: Plan): Finding[] {
  return plan.alerts.flatMap(({ id, respond: { toMs }, severity }, index) => {
    const [first] = levelsAt(plan, severity ?? defaultSeverity(plan, null)).toSorted((a, b) => a.after - b.after)
    if (!first || toMs === null || first.after < toMs) return []
    return [
      {
        path: ['alerts', index, 'respond'],
        at: 'value',
        message: `somebody responds to alerts "${id}" within ${formatDuration(toMs)}, and the first level, "${first.id}", is paged after ${formatDuration(first.after)}`,
        remedy: `let "${first.id}" begin earlier, or allow more time to respond`,
      },
    ]
  })
}

/** Those of the ladder that an incident of this severity gets when nobody says anything else. */
function levelsAt(plan: Plan, severity: string): Level[] {
  const levels = plan.policies[policyFor(plan, null, severity) ?? '']?.levels ?? []
  return levels.filter(({ severities }) => severities?.includes(severity) ?? true)
}

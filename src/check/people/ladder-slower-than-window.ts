/**
 * People who are told of an incident before the ladder pages any of them. That is no contradiction, for being told asks nothing of anybody (E5); but who
 * hears of it and is expected to help does not know yet that they are.
 */
import { formatDuration } from '../../plan/length.ts'
import { peopleOf } from '../../plan/notice-means.ts'
import { everyoneOn } from '../../plan/people.ts'
import { defaultSeverity, policyFor } from '../../plan/policy-for.ts'
import type { Level, Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const ladderSlowerThanWindow: CheckRule = {
  name: 'ladder-slower-than-window',
  level: 'warning',
  judge: ({ plan }) => Object.keys(plan.audiences).flatMap((audience) => slower(plan, audience)),
}

function slower(plan: Plan, audience: string): Finding[] {
  const people = peopleOf(plan, audience)
  const paging = levelsInForce(plan)
    .filter((level) => everyoneOn(plan, level).some((person) => people.includes(person)))
    .toSorted((a, b) => a.after - b.after)[0]
  const told = plan.notices
    .map((notice, index) => ({ index, notice, byMs: notice.deadline ?? notice.target ?? notice.earliest ?? 0 }))
    .filter(({ notice }) => notice.audience === audience && notice.from === 'declared' && notice.if === undefined)
    .filter(({ notice }) => notice.automatic)
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

/** Those of the ladder that an incident gets when nobody says anything else. */
function levelsInForce(plan: Plan): Level[] {
  const severity = defaultSeverity(plan, null)
  const levels = plan.policies[policyFor(plan, null, severity) ?? '']?.levels ?? []
  return levels.filter(({ severities }) => severities?.includes(severity) ?? true)
}

/** Rungs of a ladder that page nobody: always, in somebody's shifts, or at some severity. */
import { everyoneOf, everyoneOn, personOrder } from '../../plan/people.ts'
import { policyFor } from '../../plan/policy-for.ts'
import type { Path } from '../../plan/problem.ts'
import type { Level, Plan, Target } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { eitherOf, quoted } from '../words.ts'

export const ladderGap: CheckRule = {
  name: 'ladder-gap',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.policies).flatMap(([id, { levels }]) => [
      ...levels.flatMap((level, index) =>
        level.to.flatMap((target, nth) => gapsOf(plan, level, target, ['policies', id, 'levels', index, 'to', nth])),
      ),
      ...emptySeverities(plan, id),
      ...neverStops(plan, id),
    ]),
}

function gapsOf(plan: Plan, level: Level, target: Target, path: Path): Finding[] {
  const inner = 'pagerdutySchedule' in target ? target.otherwise : target
  const when = 'pagerdutySchedule' in target ? ' when PagerDuty does not say who is on call' : ''
  if ('role' in inner && everyoneOf(plan, inner).length === 0) {
    return [
      {
        path,
        at: 'value',
        message: `level "${level.id}" pages the role "${inner.role}"${when}, and nobody holds it`,
        remedy: `name people under "roles.${inner.role}.holders", or page somebody else`,
      },
    ]
  }
  // Nobody of a draft can be reached yet.
  if (!('rotation' in inner) || plan.draft) return []
  const deaf = everyoneOf(plan, inner).filter((person) => personOrder(plan, person, level).length === 0)
  return deaf.map((person) => ({
    path,
    at: 'value',
    message: `level "${level.id}" reaches nobody by the rotation "${inner.rotation}"${when} while "${person}" is on call, who has no address for its means`,
    remedy: `give "people.${person}" a Slack id, a telephone number or a mail address`,
  }))
}

function emptySeverities(plan: Plan, id: string): Finding[] {
  const levels = plan.policies[id]?.levels ?? []
  const scenarios = [null, ...Object.keys(plan.scenarios)]
  const empty = plan.severities
    .map((severity) => severity.id)
    .filter((severity) => scenarios.some((scenario) => policyFor(plan, scenario, severity) === id))
    .filter((severity) => levels.every(({ severities }) => severities !== undefined && !severities.includes(severity)))
  if (empty.length === 0) return []
  return [
    {
      path: ['policies', id, 'levels'],
      at: 'key',
      message: `no level of "${id}" is for severity ${eitherOf(empty.map(quoted))}, so nobody is paged there`,
      remedy: 'add it to the "severities" of a level, or take those of the first level away',
    },
  ]
}

/** A ladder that ends when a role acknowledges has to page somebody who holds it. Whom PagerDuty names may hold any. */
function neverStops(plan: Plan, id: string): Finding[] {
  const { stop, levels } = plan.policies[id] ?? { stop: 'resolved', levels: [] }
  if (typeof stop === 'string') return []
  const role = stop.acknowledgedBy
  const holders = plan.roles[role]?.holders ?? []
  const isAsked = levels.some(({ to }) => to.some((target) => 'pagerdutySchedule' in target))
  if (levels.some((level) => everyoneOn(plan, level).some((person) => holders.includes(person)))) return []
  if (holders.length > 0 && isAsked) return []
  const why = holders.length === 0 ? 'nobody holds it' : `none of its levels pages ${eitherOf(holders.map(quoted), 3)}`
  return [
    {
      path: ['policies', id, 'stop'],
      at: 'value',
      message: `"${id}" pages on until a holder of "${role}" acknowledges, and ${why}: whoever answers, it goes on until somebody is given the role`,
      remedy: `page "${role}" on a level, or write another role, or "stop: acknowledged"`,
    },
  ]
}

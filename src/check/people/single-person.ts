/** Everything hangs on one person: they are on every rung of a ladder, or only they can give an approval. On the night that they are away nothing moves. */
import { counted } from '../../plan/in-words.ts'
import { everyoneOn } from '../../plan/people.ts'
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { eitherOf, listed, quoted } from '../words.ts'
import { approvedSteps } from './approvers.ts'

/** As many steps are named. */
const NAMED_MAX = 3

export const singlePerson: CheckRule = {
  name: 'single-person',
  level: 'warning',
  judge: ({ plan }) => [...ofLadders(plan), ...ofApprovals(plan)],
}

const ofLadders = (plan: Plan): Finding[] =>
  Object.entries(plan.policies).flatMap(([id, { levels }]) => {
    const people = new Set(levels.flatMap((level) => everyoneOn(plan, level)))
    const [person] = people
    if (person === undefined || people.size > 1) return []
    return [
      {
        path: ['policies', id, 'levels'],
        at: 'key',
        message: `"${id}" has ${counted(levels.length, 'level')} and pages nobody but "${person}"`,
        remedy: 'add somebody else, on a level of their own or as the next holder of the role',
      },
    ]
  })

function ofApprovals(plan: Plan): Finding[] {
  const alone = approvedSteps(plan).filter(({ approvers, approval }) => approvers.length === 1 && approval.count === 1)
  const byPerson = Map.groupBy(alone, ({ approvers }) => approvers[0])
  return [...byPerson].flatMap(([person, steps]) => {
    const [first] = steps
    if (!first) return []
    const ids = [...new Set(steps.map(({ id }) => id))]
    return [
      {
        path: [...first.path, 'approval'],
        at: 'key',
        step: first.id,
        message: `nobody but "${person}" can approve ${listed(ids.map(quoted), NAMED_MAX)}: while they do not answer, it can only be forced`,
        remedy: `give ${eitherOf(first.approval.roles.map(quoted))} a second holder, or add a role to the approval`,
      },
    ]
  })
}

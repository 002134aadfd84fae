/** Levels with a next person to page, and no time after which it is their turn: while the first stays silent, they sleep (E3). */
import { everyoneOf } from '../../plan/people.ts'
import type { Level, Plan } from '../../plan/schema.ts'
import type { CheckRule } from '../rule.ts'

export const ladderWithoutPace: CheckRule = {
  name: 'ladder-without-pace',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.policies).flatMap(([id, { levels }]) =>
      levels.flatMap((level, index) => {
        const [first, next] = level.nextHolderAfter === undefined ? inLine(plan, level) : []
        if (first === undefined || next === undefined) return []
        return [
          {
            path: ['policies', id, 'levels', index],
            at: 'value' as const,
            message: `level "${level.id}" pages "${first}", and "${next}" only when they decline or cannot be reached: silence alone never brings the next one`,
            remedy: 'write how long each has to answer, such as "nextHolderAfter: 5 min"',
          },
        ]
      }),
    ),
}

/** Who is paged one after the other: the holders of a role, or the targets of a level that goes in order. */
function inLine(plan: Plan, { to, mode }: Level): string[] {
  if (mode === 'in-order' && to.length > 1) return [...new Set(to.flatMap((target) => everyoneOf(plan, target)))]
  const roles = to.map((target) => ('pagerdutySchedule' in target ? target.otherwise : target))
  const lines = roles.map((target) => ('role' in target ? everyoneOf(plan, target) : []))
  return lines.find((line) => line.length > 1) ?? []
}

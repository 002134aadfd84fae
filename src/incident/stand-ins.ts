/** Who is paged in whose place. */
import type { Facts } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { LevelTarget } from './level-target.ts'

/** The people in order, each replaced by whoever stands in for them now; nobody twice. */
export function withStandIns(
  plan: Plan,
  people: string[],
  facts: Facts | undefined,
): Pick<LevelTarget, 'candidates' | 'standsFor'> {
  const standIn = (person: string) => facts?.standIns[`${plan.id}/${person}`]
  const candidates = [...new Set(people.map((person) => standIn(person) ?? person))]
  const replaced = people.flatMap((person) => {
    const other = standIn(person)
    return other === undefined ? [] : [[other, person] as const]
  })
  return replaced.length === 0 ? { candidates } : { candidates, standsFor: Object.fromEntries(replaced) }
}

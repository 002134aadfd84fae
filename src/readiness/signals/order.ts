/** Which of several signals says most of what has happened, and what has probably happened by each. Pure. */
import type { Plan } from '../../plan/schema.ts'
import { type Meaning, meaningOf, urgencyOf } from './meaning.ts'
import type { Ref } from './track.ts'

/**
 * The most telling first: the most urgent; what the plan knows before what it does not; what others need before what needs it, for a shop without its
 * database fails as well; probes before alerts; else as they stand in the plan.
 */
export function inOrder(plan: Plan, refs: readonly Ref[]): Ref[] {
  const found = [...new Set(refs)].map((ref) => ({ ref, meaning: meaningOf(plan, ref) }))
  const ranked = found.map(({ ref, meaning }) => ({
    ref,
    rank: [
      urgencyOf(plan, meaning?.tier?.id ?? null),
      ref === 'unknown' ? 1 : 0,
      -found.filter((other) => isAbove(plan, other.meaning, meaning)).length,
      ref.startsWith('probe/') ? 0 : 1,
      placeOf(plan, ref),
    ],
  }))
  return ranked.toSorted((one, other) => compare(one.rank, other.rank)).map(({ ref }) => ref)
}

/** What has probably happened, the likeliest first. */
export const scenariosOf = (plan: Plan, refs: readonly Ref[]): string[] => [
  ...new Set(
    inOrder(plan, refs).flatMap((ref) => {
      const scenario = meaningOf(plan, ref)?.scenario
      return scenario && plan.scenarios[scenario] ? [scenario] : []
    }),
  ),
]

/** It needs what the other is about, and not the other way round. */
const isAbove = (plan: Plan, one: Meaning | undefined, other: Meaning | undefined): boolean =>
  one !== undefined && other !== undefined && needs(plan, one, other) && !needs(plan, other, one)

function needs(plan: Plan, { components }: Meaning, other: Meaning): boolean {
  const needed = new Set<string>()
  const left = components.flatMap((id) => plan.components[id]?.needs ?? [])
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (needed.has(id)) continue
    needed.add(id)
    left.push(...(plan.components[id]?.needs ?? []))
  }
  return other.components.some((id) => needed.has(id))
}

function placeOf(plan: Plan, ref: Ref): number {
  const id = ref.slice(ref.indexOf('/') + 1)
  if (ref.startsWith('probe/')) return Object.keys(plan.probes).indexOf(id)
  return plan.signals.findIndex((one) => one.id === id)
}

function compare(one: readonly number[], other: readonly number[]): number {
  const differing = one.findIndex((rank, index) => rank !== other[index])
  return differing === -1 ? 0 : one[differing]! - other[differing]!
}

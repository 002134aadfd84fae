/** Who stands in for whom at a moment. A cover counts from its start up to, but not including, its end. */
import type { Cover, SystemState } from './state.ts'

export const inForce = (cover: Cover, atMs: number): boolean => cover.fromMs <= atMs && atMs < cover.untilMs

/**
 * Person → who takes their pages at `atMs`, for one plan. Chains are followed: when Ana covers Ben and Cem covers Ana, Ben's pages go
 * to Cem. Nobody ever stands in for themselves: a circle, which `decide` refuses to make, would leave its people as they are.
 */
export function standIns(state: SystemState, planId: string, atMs: number): Record<string, string> {
  const direct = new Map<string, string>()
  for (const cover of state.covers) {
    if (cover.planId === planId && inForce(cover, atMs)) direct.set(cover.person, cover.by)
  }
  const result: Record<string, string> = {}
  for (const person of direct.keys()) {
    const last = endOfChain(direct, person)
    if (last !== undefined) result[person] = last
  }
  return result
}

/** The last person of the chain that starts at `person`; undefined when it leads back into itself. */
function endOfChain(direct: ReadonlyMap<string, string>, person: string): string | undefined {
  const seen = new Set([person])
  let current = person
  for (let next = direct.get(current); next !== undefined; next = direct.get(current)) {
    if (seen.has(next)) return undefined
    seen.add(next)
    current = next
  }
  return current
}

/** All plans' stand-ins at `atMs` as a tick wants them: `<plan id>/<person>` → who stands in. */
export function standInFacts(state: SystemState, atMs: number): Record<string, string> {
  const plans = [...new Set(state.covers.map((cover) => cover.planId))]
  const entries = plans.flatMap((planId) =>
    Object.entries(standIns(state, planId, atMs)).map(([person, standIn]) => [`${planId}/${person}`, standIn] as const),
  )
  return Object.fromEntries(entries)
}

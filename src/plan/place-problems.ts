/** Regions and places of backups that contradict themselves. Works on the data as written; parts of the wrong shape are passed over, because the schema reports them. */
import { nearest } from './nearest.ts'
import type { DataProblem } from './problem.ts'
import { type Spot, spots } from './spots.ts'
import { allActions, isBlock } from './written-steps.ts'

export function placeProblems(plan: unknown): DataProblem[] {
  return [...wrongShares(plan), ...unknownFailbacks(plan), ...copiesOfCopies(plan), ...outOfReach(plan)]
}

function wrongShares(plan: unknown): DataProblem[] {
  const shares = spots(plan, 'regions.*.share').flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  const sum = shares.reduce((total, share) => total + share, 0)
  if (shares.length === 0 || Math.abs(sum - 100) < 0.01) return []
  const message = `the shares of traffic of all regions make ${sum} percent`
  return [{ path: ['regions'], at: 'key', rule: 'bad-value', message, remedy: 'correct them, so that they make 100' }]
}

function unknownFailbacks(plan: unknown): DataProblem[] {
  const known = ['scenarios.~', 'sequences.~', 'cards.~'].flatMap((pattern) =>
    spots(plan, pattern).map(({ value }) => String(value)),
  )
  return spots(plan, 'regions.*.failback').flatMap(({ value, ...spot }) => {
    if (typeof value !== 'string' || known.includes(value)) return []
    const meant = nearest(value, known)
    const message = `there is no scenario, sequence or card "${value}"`
    const remedy = meant ? `did you mean "${meant}"?` : 'define it under "scenarios", "sequences" or "cards"'
    return [{ ...spot, rule: 'dangling-reference', message, remedy }]
  })
}

function copiesOfCopies(plan: unknown): DataProblem[] {
  const originals = new Map(
    spots(plan, 'backups.*.copyOf').map(({ path, value }) => [String(path[1]), String(value)] as const),
  )
  return spots(plan, 'backups.*.copyOf').flatMap(({ value, ...spot }) => {
    const first = originals.get(String(value))
    if (first === undefined) return []
    const message = `"${value}" holds copies itself`
    const remedy =
      first === spot.path[1] ? 'name the set that is made first' : `write "${first}", of which both are copies`
    return [{ ...spot, rule: 'bad-value', message, remedy }]
  })
}

/** A set without a store must lie somewhere else, and nothing that a program does may need it. */
function outOfReach(plan: unknown): DataProblem[] {
  const without = spots(plan, 'backups.*').filter(({ value }) => isBlock(value) && !('store' in value))
  const nowhere = without.filter(({ value }) => spots(value, 'alsoIn.*').length === 0)
  const ids = new Set(without.map(({ path }) => path[1]))
  const ofActions = allActions(plan).flatMap(({ path, action }) =>
    spots(action, 'backup').map((spot): Spot => ({ ...spot, path: [...path, ...spot.path] })),
  )
  const uses = [...ofActions, ...spots(plan, 'scenarios.*.backups.*')].filter(({ value }) => ids.has(String(value)))
  return [
    ...nowhere.map(({ path }): DataProblem => {
      const message = `nobody says where the backup set "${path[1]}" lies`
      return {
        path,
        at: 'key',
        rule: 'missing-key',
        message,
        remedy: 'write its "store", or its places under "alsoIn"',
      }
    }),
    ...uses.map(({ value, ...spot }): DataProblem => {
      const message = `"${value}" lies in no store, so no program can look into it`
      return { ...spot, rule: 'bad-value', message, remedy: 'name a set that has a "store", or let a person do it' }
    }),
  ]
}

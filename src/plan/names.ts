/**
 * The names that a plan gives to its parts: which are defined, what to say where one is used that is not, and where two things share one. Works on the data
 * as written, of any shape.
 */
import { isId } from './identifier.ts'
import { nearest } from './nearest.ts'
import type { DataProblem } from './problem.ts'
import { type Spot, spots } from './spots.ts'
import { isBlock } from './written-steps.ts'

/** Where each kind is defined: the keys of a block, or the `id` of each entry of a list. */
const DEFINITIONS = {
  person: { at: 'people', by: 'key', noun: 'person' },
  role: { at: 'roles', by: 'key', noun: 'role' },
  rotation: { at: 'rotations', by: 'key', noun: 'rotation' },
  policy: { at: 'policies', by: 'key', noun: 'escalation policy' },
  severity: { at: 'severities', by: 'id', noun: 'severity' },
  scenario: { at: 'scenarios', by: 'key', noun: 'scenario' },
  component: { at: 'components', by: 'key', noun: 'component' },
  audience: { at: 'audiences', by: 'key', noun: 'audience' },
  notice: { at: 'notices', by: 'id', noun: 'notice' },
  question: { at: 'questions', by: 'key', noun: 'question' },
  sequence: { at: 'sequences', by: 'key', noun: 'sequence' },
  value: { at: 'values', by: 'key', noun: 'value' },
  runner: { at: 'runners', by: 'key', noun: 'runner' },
  connection: { at: 'connections', by: 'key', noun: 'connection' },
  store: { at: 'stores', by: 'key', noun: 'store' },
  backup: { at: 'backups', by: 'key', noun: 'backup set' },
  place: { at: 'places', by: 'key', noun: 'place' },
  region: { at: 'regions', by: 'key', noun: 'region' },
  category: { at: 'categories', by: 'key', noun: 'category' },
  tier: { at: 'tiers', by: 'id', noun: 'tier' },
  alert: { at: 'alerts', by: 'id', noun: 'alert tier' },
} as const satisfies Record<string, { at: string; by: 'key' | 'id'; noun: string }>

export type Kind = keyof typeof DEFINITIONS

/**
 * Every use of a name of this kind that the plan does not define; the positions are the users', not the definitions'. A use that is no id is passed over,
 * because the schema reports it, and so is one that may mean a definition which the schema reports.
 */
export function danglingNames(plan: unknown, used: readonly Spot[], kind: Kind): DataProblem[] {
  if (used.length === 0) return []
  const { at, by, noun } = DEFINITIONS[kind]
  const [block] = spots(plan, at)
  // Of another shape it has no names; that it has, the schema reports.
  if (block && block.value !== null && (by === 'key' ? !isBlock(block.value) : !Array.isArray(block.value))) return []
  const written = new Set(spots(plan, by === 'key' ? `${at}.~` : `${at}.*.id`).map(({ value }) => String(value)))
  const known = new Set([...written].filter(isId))
  // A name that is none itself may be the one that was meant.
  const bad = [...written].filter((name) => !isId(name))
  const isMeantBadly = (name: string) => (known.size === 0 ? bad.length > 0 : nearest(name, bad) !== undefined)
  return used
    .filter(({ value }) => typeof value === 'string' && isId(value) && !written.has(value) && !isMeantBadly(value))
    .map(({ value, ...spot }) => {
      const meant = nearest(String(value), known)
      const choices = known.size > 0 ? `use one of: ${[...known].join(', ')}; or define it` : 'define it'
      return {
        ...spot,
        rule: 'dangling-reference',
        message: `there is no ${noun} "${value}"`,
        remedy: meant ? `did you mean "${meant}"?` : `${choices} under "${at}"`,
      }
    })
}

/** Every spot whose value an earlier one of the list has. */
export function repeated(found: readonly Spot[], rule: 'duplicate-id' | 'duplicate-rank'): DataProblem[] {
  const seen = new Set<unknown>()
  const problems: DataProblem[] = []
  for (const { path, value } of found) {
    if (seen.has(value)) {
      const what = rule === 'duplicate-id' ? `the id "${value}"` : `rank ${value}`
      const message = `${what} is taken by an entry above`
      problems.push({ path, at: 'value', rule, message, remedy: 'give each its own' })
    }
    seen.add(value)
  }
  return problems
}

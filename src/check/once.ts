/**
 * One finding for one fault, however many scenarios share it: by a sequence that they include, or by an alias of YAML, which stands in the text once and in
 * the data at many paths.
 */
import type { Path } from '../plan/problem.ts'
import type { Finding } from './rule.ts'
import { listed } from './words.ts'

/** A finding before it is known in how many places it is one. */
export interface Fault extends Omit<Finding, 'message'> {
  /** What has it, as in `the scenario "fire"`. */
  within: string
  /** The message; takes all that have it, as in `the scenarios "fire" and "flood"`. */
  say: (within: string) => string
}

/** Joins the faults that stand at one place of the text and say the same. @param data as written, in which aliases are the same object. */
export function once(data: unknown, faults: readonly Fault[]): Finding[] {
  const placeOf = places(data)
  const groups = Map.groupBy(faults, (fault) => JSON.stringify([placeOf(fault.path), fault.at, fault.say('')]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { within: _within, say, ...finding } = first
    return [{ ...finding, message: say(together([...new Set(group.map(({ within }) => within))])) }]
  })
}

/** As many are named; the others are counted. */
const NAMED_MAX = 4
const SCENARIO = /^the scenario (?=")/

/** `the scenarios "fire" and "flood"`. */
function together(names: readonly string[]): string {
  const isOfScenarios = names.length > 1 && names.every((name) => SCENARIO.test(name))
  if (!isOfScenarios) return listed(names, NAMED_MAX)
  return `the scenarios ${listed(
    names.map((name) => name.replace(SCENARIO, '')),
    NAMED_MAX,
  )}`
}

/** What stands at a path; undefined: nothing. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (isKeyed(inner) ? inner[key] : undefined), data)
}

const isKeyed = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null

/** Names the place of a path: the innermost block or list on it, whichever way one came there, and what is left of the path. */
function places(data: unknown): (path: Path) => string {
  const numbers = new Map<unknown, number>()
  return (path) => {
    const depth = [...path.keys(), path.length].findLast((length) => isKeyed(valueAt(data, path.slice(0, length)))) ?? 0
    const block = valueAt(data, path.slice(0, depth))
    const number = numbers.get(block) ?? numbers.size
    numbers.set(block, number)
    return JSON.stringify([number, path.slice(depth)])
  }
}

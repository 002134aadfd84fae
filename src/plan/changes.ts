/**
 * What a reload would change, in sentences (R4): "policy main, level 2: after 15 min → 20 min". Promises to mention every
 * difference between two plans once, and never to show anybody's address: of contacts it says only that they changed.
 */
import { canonicalJson } from './canonical-json.ts'
import { formatDuration } from './length.ts'
import type { Plan } from './schema.ts'

/** Fields in milliseconds, told as lengths of time. */
const TIMES = new Set(
  'rto rpo after every nextMeansAfter nextHolderAfter answerWithin earliest target deadline cadence reopenWithin length'.split(
    ' ',
  ),
)

/** Fields that reach a person; what is said is often read in a channel. */
const PRIVATE = new Set(['slack', 'email', 'phone', 'pagerduty', 'emails', 'phones'])
const PRIVATE_IN = /^(person|audience) /

/** The parts of a plan that hold many of a kind, and what one of them is called. */
const SINGULAR: Record<string, string> = {
  severities: 'severity',
  people: 'person',
  roles: 'role',
  rotations: 'rotation',
  policies: 'policy',
  levels: 'level',
  components: 'component',
  maintenance: 'maintenance',
  audiences: 'audience',
  notices: 'notice',
  scenarios: 'scenario',
  links: 'link',
  severityPolicies: 'policy of severity',
}

type Fields = Record<string, unknown>

/** One sentence for each difference, in the order of the plan's parts; none when the plans are the same. */
export function planChanges(before: Plan, after: Plan): string[] {
  return blockChanges(before, after, '')
}

function blockChanges(before: Fields, after: Fields, place: string): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys.flatMap((key) => {
    const [old, now] = [before[key], after[key]]
    if (same(old, now)) return []
    const kind = SINGULAR[key]
    if (kind !== undefined && isCollection(old) && isCollection(now)) return collectionChanges(old, now, kind, place)
    if (isBlock(old) && isBlock(now)) return blockChanges(old, now, join(place, words(key)))
    const name = words(key)
    if (PRIVATE.has(key) && PRIVATE_IN.test(place)) return [sentence(place, `${name} changed`)]
    return [sentence(place, `${name} ${told(key, old)} → ${told(key, now)}`)]
  })
}

function collectionChanges(old: unknown, now: unknown, kind: string, place: string): string[] {
  const [before, after] = [members(old), members(now)]
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  const sentences = ids.flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    const name = join(place, `${kind} ${after.has(id) ? is?.name : was?.name}`)
    if (!was) return [`${name}: added`]
    if (!is) return [`${name}: removed`]
    if (isBlock(was.value) && isBlock(is.value)) return blockChanges(was.value, is.value, name)
    return same(was.value, is.value) ? [] : [`${name}: ${told('', was.value)} → ${told('', is.value)}`]
  })
  const inBoth = (map: typeof before) => [...map.keys()].filter((id) => before.has(id) && after.has(id))
  const moved = Array.isArray(now) && inBoth(before).join() !== inBoth(after).join()
  return moved ? [...sentences, sentence(place, `the entries under ${kind} change places`)] : sentences
}

/** The entries of a block of ids or of a list of things with ids. Levels go by their number, as people call them. */
function members(collection: unknown): Map<string, { name: string; value: unknown }> {
  if (!Array.isArray(collection)) {
    return new Map(Object.entries((collection ?? {}) as Fields).map(([id, value]) => [id, { name: id, value }]))
  }
  return new Map(
    collection.map((value: Fields, index) => {
      const id = String(value.id ?? value.url ?? index)
      return [id, { name: 'after' in value && 'to' in value ? String(index + 1) : id, value }]
    }),
  )
}

function isCollection(value: unknown): boolean {
  return value === undefined || isBlock(value) || (Array.isArray(value) && value.every(isBlock))
}

function isBlock(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson([a ?? null]) === canonicalJson([b ?? null])
}

function join(place: string, part: string): string {
  return place === '' ? part : `${place}, ${part}`
}

function sentence(place: string, what: string): string {
  return place === '' ? what : `${place}: ${what}`
}

/** `nextMeansAfter` as people say it: next means after. */
function words(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function told(key: string, value: unknown): string {
  if (value === undefined) return 'not set'
  if (typeof value === 'number' && TIMES.has(key)) return formatDuration(value)
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => told('', item)).join(', ')
  if (isBlock(value))
    return Object.entries(value)
      .map(([name, inner]) => `${words(name)} ${told(name, inner)}`)
      .join(' ')
  return String(value)
}

/** The smallest plan there is, and what the examples of a rule's page make of it. */
import { parse, parseDocument, stringify } from 'yaml'
import type { Finding, Subject } from '../../src/check/rule.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import type { Problem } from '../../src/plan/problem.ts'

/** Saturday, 2026-11-28, noon: the day on which examples are judged. */
export const NOW_MS = Date.parse('2026-11-28T12:00:00Z')

const BASE = `muster: 1
id: shop
system: { name: Web shop }
objectives: { rto: 4 hours, rpo: 1 hour }
severities: [{ id: major, label: Major, rank: 1 }]
people:
  ann: { name: Ann, email: ann@shop.example, phone: "+14155550100" }
  bob: { name: Bob, email: bob@shop.example, phone: "+14155550101" }
roles:
  lead: { label: Lead, holders: [ann, bob] }
commander: lead
scenarios:
  fire: { title: Fire }
`

/**
 * The smallest plan with an example laid over it: blocks are merged key by key, everything else is replaced, null takes a key away.
 * @throws Error when the result is no plan; a page whose example cannot be loaded explains nothing.
 */
export function exampleSubject(example: string): Subject {
  const text = laidOver(example)
  const parsed = parsePlan(text, 'shop.yaml')
  if (!parsed.ok) throw new Error(`${text}\n${JSON.stringify(parsed.problems, null, 2)}`)
  return {
    plan: parsed.plan,
    data: parsed.data,
    nowMs: NOW_MS,
    templates: {
      own: ['customer-initial', 'customer-progress'],
      found: ['customer-initial', 'customer-progress', 'extra'],
    },
    here: { missing: [{ program: './not-there.sh', inFolder: null }] },
  }
}

/** What the loading of a plan says of the smallest plan with an example laid over it, or below it where the example is no YAML. */
export function exampleProblems(example: string): Problem[] {
  const parsed = parsePlan(
    parseDocument(example).errors.length > 0 ? `${BASE}${example}` : laidOver(example),
    'shop.yaml',
  )
  return parsed.ok ? parsed.warnings : [...parsed.problems, ...parsed.warnings]
}

const laidOver = (example: string): string =>
  stringify(merged(parse(BASE), parse(example) ?? {}), { lineWidth: 0, blockQuote: false })

/** What one sees of a finding in a failed test. */
export const told = ({ path, message }: Finding): string => `${path.join('.')}: ${message}`

function merged(base: unknown, over: unknown): unknown {
  if (!isBlock(base) || !isBlock(over)) return over
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])]
  return Object.fromEntries(
    keys.flatMap((key) => {
      if (!(key in over)) return [[key, base[key]]]
      return over[key] === null ? [] : [[key, key in base ? merged(base[key], over[key]) : over[key]]]
    }),
  )
}

const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

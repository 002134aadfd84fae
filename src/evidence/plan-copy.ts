/** A plan as it may leave the house: without the names of people and without what reaches anybody. Pure. */
import type { Plan } from '../plan/schema.ts'

const LEFT_OUT = '[left out]'
/** What reaches somebody, wherever it stands in a plan. */
const REACHES = /^(email|emails|phone|phones|slack|pagerduty|webhook)$/
const ADDRESS = /[^\s@<>"']+@[^\s@<>"']+\.[a-z]{2,}|\+\d{7,15}\b/gi

/** Its digest is another one than the plan's; what it says about a recovery is the same. */
export function withoutAddresses(plan: Plan): unknown {
  const copy = clean(plan) as { people: Record<string, Record<string, unknown>> }
  for (const person of Object.values(copy.people)) person.name = LEFT_OUT
  return copy
}

function clean(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => clean(item, key))
  if (typeof value === 'string') return REACHES.test(key) ? LEFT_OUT : value.replace(ADDRESS, LEFT_OUT)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner, name)]))
}

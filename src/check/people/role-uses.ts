/** Where a plan speaks of its roles. */

/** Blocks that define roles and people, and so use none. */
const DEFINING = new Set(['roles', 'people'])

/**
 * Every text of the data that stands anywhere but under the plan's own "roles" and "people". A role whose id is not among them is used by nothing, whatever
 * else the format will let a role be used for; a text that only happens to read like an id errs on the side of silence.
 */
export function textsOf(data: unknown): ReadonlySet<string> {
  const texts = new Set<string>()
  const seen = new Set<unknown>()
  const gather = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value)
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    for (const inner of Object.values(value)) gather(inner)
  }
  if (typeof data !== 'object' || data === null) return texts
  for (const [key, value] of Object.entries(data)) if (!DEFINING.has(key)) gather(value)
  return texts
}

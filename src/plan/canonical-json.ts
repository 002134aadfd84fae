/**
 * JSON that depends on the value alone: keys sorted at every depth, no white space. What equal values are hashed by.
 * Follows JSON.stringify otherwise: undefined members vanish, lone surrogates are escaped.
 */

/** @throws TypeError for what JSON cannot say without loss: undefined or a function by itself, bigint, NaN, infinity, circles. */
export function canonicalJson(value: unknown): string {
  const written = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) throw new TypeError(`${inner} cannot be written as JSON`)
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
  if (written === undefined) throw new TypeError(`${typeof value} cannot be written as JSON`)
  return written
}

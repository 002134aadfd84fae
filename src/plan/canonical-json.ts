/**
 * One text for one value: JSON with sorted keys and no blanks, so that equal data has an equal digest wherever it was made
 * (after RFC 8785). Promises that `JSON.parse` gives the value back, apart from absent fields.
 */

/**
 * The canonical JSON of plain data. Fields that are `undefined` are left out, as JSON leaves them out.
 * Throws a TypeError that names the place for anything that JSON cannot hold faithfully: NaN, an infinity, a bigint, a
 * function, a symbol, `undefined` in a list, or an object with a class of its own (a Date, a Map).
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$')
}

function write(value: unknown, place: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item, index) => write(item, `${place}[${index}]`)).join(',')}]`
  if (isPlainObject(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined)
    // The default order compares UTF-16 units, which is the order that RFC 8785 asks for.
    const fields = keys.sort().map((key) => `${JSON.stringify(key)}:${write(value[key], `${place}.${key}`)}`)
    return `{${fields.join(',')}}`
  }
  throw new TypeError(
    `${place} cannot be written as JSON: ${typeof value === 'object' ? 'not plain data' : String(value)}`,
  )
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

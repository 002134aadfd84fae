/** An example of a field as it is written in a plan, in one short line. */
import { stringify } from 'yaml'
import type { Path } from './problem.ts'

/** Longer ones teach less than they hide. */
const LENGTH_MAX = 140

/** `, such as to: [{ role: on-call }]`; nothing where no example is of this kind or short enough. @param belongs whether it is of the kind that belongs there. */
export function suchAs(path: Path, examples: readonly unknown[], belongs: (example: unknown) => boolean): string {
  const key = path.at(-1)
  const texts = examples.filter(belongs).map((example) => inFlow(shortened(example)))
  const text = texts.find(({ length }) => length <= LENGTH_MAX)
  if (text === undefined) return ''
  return `, such as ${typeof key === 'string' ? `${key}: ` : ''}${text}`
}

/** One block of several says enough. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.some((entry) => typeof entry === 'object') ? value.slice(0, 1) : value
  if (typeof value !== 'object' || value === null) return value
  const isOfBlocks = Object.values(value).every((entry) => typeof entry === 'object')
  return isOfBlocks ? Object.fromEntries(Object.entries(value).slice(0, 1)) : value
}

const inFlow = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0 })
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']')

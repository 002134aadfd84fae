/** Words for what a schema wants and for what stands in its place. Promises never to quote a whole block of somebody's plan, nor what is a secret by its name. */
import type { z } from 'zod'
import { isId } from './identifier.ts'
import type { Path } from './problem.ts'
import { isSecretName } from './secret-signs.ts'

export const TYPE_WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of ids',
}

/** As the schema library calls it; a block of ids is written like one of keys. */
export function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

/** What was most likely meant to be an id, as one. */
export function likeId(written: unknown): string {
  const name = String(written)
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, '-')
  return isId(name) ? `, such as "${name}"` : ''
}

export function formatOf(issue: Extract<z.core.$ZodIssue, { code: 'invalid_format' }>): string {
  if (issue.format === 'url') return 'write a whole address such as https://status.example.com'
  return issue.message
}

/** Of a list that has something in it, and not enough; undefined for all else. */
export function lengthFault(
  issue: Extract<z.core.$ZodIssue, { code: 'too_small' | 'too_big' }>,
  found: unknown,
): string | undefined {
  if (issue.code !== 'too_small' || !Array.isArray(found) || found.length === 0) return undefined
  return `this list has only ${found.length === 1 ? 'one entry' : `${found.length} entries`}`
}

export function sizeOf(issue: Extract<z.core.$ZodIssue, { code: 'too_small' | 'too_big' }>): string {
  const small = issue.code === 'too_small'
  if (issue.origin === 'array') {
    if (!small) return `write at most ${issue.maximum} entries`
    return issue.minimum > 1 ? `write at least ${issue.minimum} entries` : 'write at least one entry'
  }
  if (issue.origin === 'string') return small ? 'write some text' : `write at most ${issue.maximum} characters`
  if (small) return `write a number ${issue.inclusive ? 'of at least' : 'above'} ${issue.minimum}`
  return `write a number ${issue.inclusive ? 'of at most' : 'below'} ${issue.maximum}`
}

export const isBlock = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a path, unless it is a secret by its name. */
export const quote = (path: Path, value: unknown): string =>
  isSecretName(String(path.at(-1))) && !isBlock(value) && value !== null ? 'what stands here' : show(value)

/** A value as a sentence can quote it: short, and never a whole block of somebody's plan. */
function show(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a block of keys'
  const text = String(value)
  return typeof value === 'string' ? `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"` : text
}

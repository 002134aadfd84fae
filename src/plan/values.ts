/**
 * Whether a text can be a value of the plan. A value becomes an argument of a program, a parameter of a query, part of an address: what passes here is of
 * its kind, has no control character and is never taken for an option, wherever it came from (a person, an output, a default).
 */
import type { ValueSpec } from './runner-schema.ts'

export type ValueCheck = { ok: true; value: string } | { ok: false; why: string }

/** Characters; more than any restore point, host name or number has. */
const VALUE_LENGTH_MAX = 1_000
/** With halves of characters and the line ends that only some programs know. */
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]/u
const DECIMAL = /^-?\d+(?:\.\d+)?$/

/** `why` is one sentence that says what is allowed. */
export function checkValue(spec: ValueSpec, text: string): ValueCheck {
  if (text.length > VALUE_LENGTH_MAX) return refused('write at most 1,000 characters')
  if (CONTROL.test(text)) return refused('write one line without control characters')
  if (spec.kind === 'number') return checkNumber(spec, text)
  if (text.startsWith('-'))
    return refused('write something that does not begin with "-", for it would be taken for an option')
  return spec.kind === 'choice' ? checkChoice(spec, text) : checkPattern(spec, text)
}

type SpecOf<Kind> = Extract<ValueSpec, { kind: Kind }>

function checkChoice({ options }: SpecOf<'choice'>, text: string): ValueCheck {
  if (options.includes(text)) return { ok: true, value: text }
  const names = options.map((option) => `"${option}"`)
  return refused(names.length === 1 ? `write ${names[0]}` : `write one of ${names.join(', ')}`)
}

function checkPattern({ pattern }: SpecOf<'pattern'>, text: string): ValueCheck {
  const whole = wholeMatch(pattern)
  if (!whole) return refused(`put right the pattern ${pattern} in the plan, which cannot be read`)
  return whole.test(text) ? { ok: true, value: text } : refused(`write what matches the pattern ${pattern}`)
}

function wholeMatch(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    return undefined
  }
}

function checkNumber(spec: SpecOf<'number'>, text: string): ValueCheck {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec
  const number = Number(text)
  const isOne = DECIMAL.test(text) && Number.isFinite(number)
  return isOne && number >= min && number <= max ? { ok: true, value: text } : refused(`write a number${within(spec)}`)
}

function within({ min, max }: SpecOf<'number'>): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`
  if (min !== undefined) return `, at least ${min}`
  return max === undefined ? ' such as 3 or 2.5' : `, at most ${max}`
}

const refused = (why: string): ValueCheck => ({ ok: false, why })

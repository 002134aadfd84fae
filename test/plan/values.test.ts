import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ValueSpec } from '../../src/plan/runner-schema.ts'
import { checkValue } from '../../src/plan/values.ts'

const label = 'Any'
const choice: ValueSpec = { kind: 'choice', label, options: ['eu-west-1', 'us-east-1', '-x'] }
const pattern = (text: string): ValueSpec => ({ kind: 'pattern', label, pattern: text })
const number = (bounds: { min?: number; max?: number } = {}): ValueSpec => ({ kind: 'number', label, ...bounds })
const anything = pattern('.*')

const why = (spec: ValueSpec, text: string) => {
  const check = checkValue(spec, text)
  return check.ok ? undefined : check.why
}

it.each([
  [choice, 'us-east-1'],
  [pattern('db-[0-9]+'), 'db-17'],
  [pattern('a|b'), 'b'],
  [anything, 'it\'s $(touch x) `y` \\ " ünïcødé 🦀'],
  [number(), '-3.25'],
  [number({ min: 1, max: 10 }), '10'],
])('takes %o: %s', (spec, text) => {
  expect(checkValue(spec, text)).toEqual({ ok: true, value: text })
})

it.each([
  [choice, 'eu-west-2', 'write one of "eu-west-1", "us-east-1", "-x"'],
  [{ ...choice, options: ['only'] } as ValueSpec, 'other', 'write "only"'],
  [pattern('db-[0-9]+'), 'xdb-17', 'write what matches the pattern db-[0-9]+'],
  [pattern('a|b'), 'ab', 'write what matches the pattern a|b'],
  [pattern('('), 'a', 'put right the pattern ( in the plan, which cannot be read'],
  [number({ min: 1, max: 10 }), '11', 'write a number from 1 to 10'],
  [number({ min: 1 }), '0.5', 'write a number, at least 1'],
  [number({ max: 1 }), '2', 'write a number, at most 1'],
  [number(), '1e3', 'write a number such as 3 or 2.5'],
  [number(), '0x10', 'write a number such as 3 or 2.5'],
  [number(), ' 5', 'write a number such as 3 or 2.5'],
  [number(), '', 'write a number such as 3 or 2.5'],
  [number(), '9'.repeat(400), 'write a number such as 3 or 2.5'],
  [anything, '--force', 'write something that does not begin with "-", for it would be taken for an option'],
  [choice, '-x', 'write something that does not begin with "-", for it would be taken for an option'],
  [anything, 'x'.repeat(1001), 'write at most 1,000 characters'],
  [anything, 'a\nb', 'write one line without control characters'],
  [anything, 'a\0', 'write one line without control characters'],
  [anything, 'a\u2028b', 'write one line without control characters'],
  [anything, 'half \ud83e', 'write one line without control characters'],
])('says what is allowed: %o does not take %j', (spec, text, sentence) => {
  expect(why(spec, text)).toBe(sentence)
})

const kinds = fc.constantFrom(choice, anything, pattern('[^x]*'), number(), number({ min: -1, max: 5 }))
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme' }),
  fc.double().map(String),
)

describe('whatever is written', () => {
  it('comes back as it was or with one sentence', () => {
    fc.assert(
      fc.property(kinds, texts, (spec, text) => {
        const check = checkValue(spec, text)
        if (check.ok) expect(check.value).toBe(text)
        else expect(check.why).toMatch(/^(write|put right) [^\n]+[^.]$/)
      }),
    )
  })

  it('never gets through as an option or with a control character', () => {
    fc.assert(
      fc.property(kinds, texts, (spec, text) => {
        if (!checkValue(spec, text).ok) return
        expect(text).not.toMatch(/\p{Cc}/u)
        expect(text.isWellFormed()).toBe(true)
        if (spec.kind !== 'number') expect(text.startsWith('-')).toBe(false)
      }),
    )
  })

  it('is a number within its bounds exactly when it gets through as one', () => {
    const inside = fc.double({ min: -1, max: 5, noNaN: true }).map((value) => value.toFixed(6))
    const outside = fc.double({ min: 5.001, max: 1e9, noNaN: true }).map((value) => value.toFixed(6))
    fc.assert(fc.property(inside, (text) => checkValue(number({ min: -1, max: 5 }), text).ok))
    fc.assert(fc.property(outside, (text) => !checkValue(number({ min: -1, max: 5 }), text).ok))
  })
})

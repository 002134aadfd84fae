/** Plans by somebody who means harm, or by chance: no crash, no hang, and a sentence for each thing that is wrong. What bounds the work is the text's size, not a clock. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseContacts } from '../../src/plan/contacts.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { parseDelay, parseTime } from '../../src/plan/time.ts'

const PLAN = readFileSync(new URL('../../plans/patient.yaml', import.meta.url), 'utf8')
const times = (count: number, line: (n: number) => string, between = '\n') =>
  Array.from({ length: count }, (_, n) => line(n)).join(between)
const bomb = times(10, (n) => `k${n}: &k${n} [${times(10, () => (n === 0 ? 'x' : `*k${n - 1}`), ', ')}]`)

const BOMBS: [what: string, text: string, says: RegExp][] = [
  ['brackets that are never closed', `a: ${'['.repeat(100_000)}`, /too deep/],
  ['brackets within brackets', `a: ${'['.repeat(5_000)}${']'.repeat(5_000)}`, /too deep/],
  ['blocks within blocks', `${'{a: '.repeat(5_000)}1${'}'.repeat(5_000)}`, /too deep/],
  ['aliases that repeat aliases', bomb, /repeat its parts more than/],
  ['an alias within itself', 'a: &a { b: *a }', /would never end/],
  ['a merge within itself', 'a: &a\n  <<: *a\n  b: 1', /would never end/],
  ['a hundred thousand keys', times(100_000, (n) => `k${n}: 1`), /more than 20000 entries/],
  ['a hundred thousand entries on one line', `a: [${times(100_000, () => '1', ',')}]`, /more than 20000 entries/],
  ['a text without end', `id: "${'x'.repeat(1_100_000)}"`, /more than 1000 kB/],
]

describe('a plan with', () => {
  it.each(BOMBS)('%s is refused in one sentence', (_, text, says) => {
    const parsed = parsePlan(text, 'plan.yaml')
    expect(parsed.ok).toBe(false)
    const messages = parsed.ok ? [] : parsed.problems.map(({ message }) => message)
    expect(messages).toEqual(expect.arrayContaining([expect.stringMatching(says)]))
  })

  it('more faults than anybody mends at once tells so many and no more', () => {
    const parsed = parsePlan(
      times(1_000, (n) => `k${n}: 1`),
      'plan.yaml',
    )
    expect(parsed.ok ? 0 : parsed.problems.length).toBeLessThanOrEqual(500)
  })

  it('keys of the language’s own objects, tags and control characters changes nothing but that plan', () => {
    const text = `__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\na: !!js/function "x"\nb: "\\0\\e[2J"\n`
    expect(parsePlan(text, 'plan.yaml').ok).toBe(false)
    expect(({} as Record<string, unknown>).polluted).toBe(undefined)
  })
})

const piece = fc.oneof(
  fc.constantFrom(
    '&a ',
    '*a',
    '<<: ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '|',
    '>',
    '- ',
    ': ',
    '\n',
    '\t',
    '!!',
    '? ',
    '#',
    '---',
    '…',
    '\u0000',
    '__proto__: ',
  ),
  fc.string({ maxLength: 8 }),
)

/** Some places of a whole plan replaced by something else. */
const damaged = fc
  .array(fc.tuple(fc.nat(PLAN.length), fc.nat(12), piece), { minLength: 1, maxLength: 6 })
  .map((cuts) => cuts.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), PLAN))

test('a damaged plan is whole or has problems, each with a sentence and a place; it never throws', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      const parsed = parsePlan(text, 'plan.yaml')
      if (parsed.ok) return
      expect(parsed.problems.length).toBeGreaterThan(0)
      for (const { message, remedy, line, column } of parsed.problems) {
        expect(message.trim()).not.toBe('')
        expect(remedy.trim()).not.toBe('')
        expect(message).not.toMatch(/\[object|undefined is not|Cannot read/)
        expect([line > 0, column > 0]).toEqual([true, true])
      }
    }),
    { numRuns: 12 },
  )
})

test('contacts of any text are read or refused', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const parsed = parseContacts(pieces.join(''), 'contacts.yaml')
      if (!parsed.ok) expect(parsed.problems.every(({ message }) => message !== '')).toBe(true)
    }),
    { numRuns: 200 },
  )
})

const WORDS = [
  'every',
  'T+',
  'within',
  'first',
  'Saturday',
  'RRULE:FREQ=',
  'SECONDLY',
  'BYDAY=',
  '53MO',
  '*/0',
  '* ',
  '-',
  '9'.repeat(20),
  'h',
  ' min',
  ':',
  ',',
  '(',
  '$',
]

test('a notation of time is understood or refused with the forms that there are', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 6 })), { maxLength: 60 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, (written) => {
      for (const parsed of [parseTime(written), parseDelay(written)]) {
        if (!parsed.ok) expect(parsed.why).toMatch(/\w/)
        else if ('ms' in parsed) expect(Number.isFinite(parsed.ms)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
  for (const long of ['9'.repeat(100_000), '(a+)+'.repeat(20_000), ' '.repeat(100_000)])
    expect(parseTime(long).ok).toBe(false)
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nearest } from '../../src/plan/nearest.ts'

it.each([
  ['satus', 'status'],
  ['declar', 'declare'],
  ['DECLARE', 'declare'],
  ['escalte', 'escalate'],
  ['hodl', 'hold'],
])('%s was meant to be %s', (word, meant) => {
  expect(nearest(word, ['status', 'declare', 'escalate', 'hold', 'resolve'])).toBe(meant)
})

it.each(['banana', 'x', '', 'on'])('%j is near nothing', (word) => {
  expect(nearest(word, ['status', 'declare', 'hold'])).toBeUndefined()
})

it('finds a word that is there, and any one slip in a longer word', () => {
  const word = fc.stringMatching(/^[a-z]{5,12}$/)
  fc.assert(
    fc.property(word, fc.nat(4), (one, at) => {
      expect(nearest(one, [one])).toBe(one)
      expect(nearest(one.slice(0, at) + one.slice(at + 1), [one])).toBe(one)
    }),
  )
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { editYaml } from '../../src/plan/edit-yaml.ts'

it.each([
  ['a value', 'a: 1 # one\nb: 2\n', ['a'], 'x', 'a: x # one\nb: 2\n'],
  ['a quoted value, in its quotes', "a: 'it''s'\n", ['a'], "that's", "a: 'that''s'\n"],
  ['what YAML would read as something else', 'a: x\n', ['a'], 'yes: no', 'a: "yes: no"\n'],
  ['an entry of a list', 'a: [x, y]\n', ['a', 1], 'z', 'a: [x, z]\n'],
  [
    'a block of text, indented as it was',
    'a:\n  b: |\n    one\n    two\n  c: 3\n',
    ['a', 'b'],
    'three\n',
    'a:\n  b: |\n    three\n  c: 3\n',
  ],
  ['a new key behind the first line', 'a: 1\nb: 2\n', ['c'], true, 'a: 1\nc: true\nb: 2\n'],
  ['a new key of an inner block', 'a:\n  b: { d: 1 }\n', ['a', 'c'], 'x', 'a:\n  c: x\n  b: { d: 1 }\n'],
  ['a new key between braces', 'a: { b: 1 }\n', ['a', 'c'], 2, 'a: { c: 2, b: 1 }\n'],
])('sets %s', (_, text, path, to, edited) => {
  expect(editYaml(text, [{ path, to }])).toBe(edited)
})

it.each([
  ['a place that is not there', 'a: 1\n', ['b', 'c']],
  ['a block', 'a: { b: 1 }\n', ['a']],
  ['the whole', 'a: 1\n', []],
])('leaves the text alone for %s', (_, text, path) => {
  expect(editYaml(text, [{ path, to: 'x' }])).toBe(text)
})

it('makes several edits at once', () => {
  const edits = [
    { path: ['a'], to: 'long text' },
    { path: ['b', 0], to: 2 },
  ]
  expect(editYaml('a: x\nb: [1]\n', edits)).toBe('a: long text\nb: [2]\n')
})

it('makes one edit of two that change the same value, also through an alias', () => {
  const edits = [
    { path: ['a', 0, 'b'], to: 'one\ntwo\n' },
    { path: ['a', 0, 'b'], to: 'one\nother\n' },
    { path: ['c', 0, 'b'], to: 'one\ntwo\n' },
  ]
  expect(editYaml('a: &a\n  - b: |\n      x\n    d: 1\nc: *a\n', edits)).toBe(
    'a: &a\n  - b: |\n      one\n      two\n    d: 1\nc: *a\n',
  )
})

it('adds a key once through an alias, and another one beside it', () => {
  const edits = [
    { path: ['a', 'c'], to: 1 },
    { path: ['a', 'd'], to: 2 },
    { path: ['z', 'c'], to: 1 },
  ]
  expect(parse(editYaml('a: &a { b: 0 }\nz: *a\n', edits))).toEqual({
    a: { b: 0, c: 1, d: 2 },
    z: { b: 0, c: 1, d: 2 },
  })
})

it.each(['two\nlines\n', '\n', 'separated\u2028', '\u00a0'])('writes %j so that it is read back', (to) => {
  expect(parse(editYaml('a: x\nb: [1]\n', [{ path: ['a'], to }]))).toEqual({ a: to, b: [1] })
})

it('changes the data in the edited place alone', () => {
  const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean())
  const block = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.constantFrom('x', 'y'), scalar)),
    { minKeys: 1 },
  )
  fc.assert(
    fc.property(block, fc.constantFrom('a', 'b', 'c', 'd'), scalar, (data, key, to) => {
      const text = stringify(data)
      const before = parse(text)
      const isBlock = typeof before[key] === 'object' && before[key] !== null
      expect(parse(editYaml(text, [{ path: [key], to }]))).toEqual(isBlock ? before : { ...before, [key]: to })
    }),
    { numRuns: 500 },
  )
})

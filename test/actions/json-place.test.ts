import { expect, it } from 'vitest'
import { readPlace } from '../../src/actions/json-place.ts'

const DOCUMENT = {
  status: 'ok',
  items: [{ id: 7, tags: [['deep']] }],
  'a.b': { 'c"d': true },
  'two words': 1,
  none: null,
}

it.each([
  ['status', 'ok'],
  ['items[0].id', 7],
  ['items[0].tags[0][0]', 'deep'],
  ['["a.b"]["c\\"d"]', true],
  ['two words', 1],
  ['none', null],
])('%s', (place, value) => {
  expect(readPlace(DOCUMENT, place)).toEqual({ found: true, value })
})

it('reads a document that is a list', () => {
  expect(readPlace([1, [2]], '[1][0]')).toEqual({ found: true, value: 2 })
})

it.each([
  ['missing', 'there is no missing'],
  ['items[1]', 'there is no items[1]'],
  ['items.id', 'there is no items.id'],
  ['items[0].id.more', 'there is no items[0].id.more'],
  ['status[0]', 'there is no status[0]'],
  ['none.x', 'there is no none.x'],
  ['["x.y"]', 'there is no ["x.y"]'],
  ['constructor', 'there is no constructor'],
  ['items.length', 'there is no items.length'],
  ['a..b', '"a..b" is no place in JSON: write it like items[0].id'],
  ['items[-1]', '"items[-1]" is no place in JSON: write it like items[0].id'],
  ['', '"" is no place in JSON: write it like items[0].id'],
  ['.a', '".a" is no place in JSON: write it like items[0].id'],
])('says why there is nothing at %j', (place, why) => {
  expect(readPlace(DOCUMENT, place)).toEqual({ found: false, why })
})

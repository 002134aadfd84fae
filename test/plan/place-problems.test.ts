import { expect, it } from 'vitest'
import { placeProblems } from '../../src/plan/place-problems.ts'

const messages = (plan: object) => placeProblems(plan).map(({ path, message }) => `${path.join('.')}: ${message}`)

it('wants the shares of all regions to make 100 percent', () => {
  expect(messages({ regions: { west: { share: 80 }, east: { share: 20 }, spare: { share: 0 } } })).toEqual([])
  expect(messages({ regions: { west: { share: 80 }, east: { share: 30 } } })).toEqual([
    'regions: the shares of traffic of all regions make 110 percent',
  ])
  expect(messages({ regions: { west: {}, east: {} } })).toEqual([])
})

it('wants the way back from a region to be there', () => {
  const regions = { west: { failback: 'return' } }
  expect(messages({ regions })).toEqual(['regions.west.failback: there is no sequence or card "return"'])
  expect(messages({ regions, cards: { return: {} } })).toEqual([])
  expect(messages({ regions, sequences: { return: {} } })).toEqual([])
})

it('wants copies to name the set that is made first', () => {
  const backups = { first: {}, second: { copyOf: 'first' }, third: { copyOf: 'second' } }
  expect(messages({ backups })).toEqual(['backups.third.copyOf: "second" holds copies itself'])
})

it('passes over what has another shape', () => {
  expect(messages({ regions: [1, { share: 'all' }], backups: 3 })).toEqual([])
})

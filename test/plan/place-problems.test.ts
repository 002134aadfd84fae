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
  expect(messages({ regions })).toEqual(['regions.west.failback: there is no scenario, sequence or card "return"'])
  expect(messages({ regions, cards: { return: {} } })).toEqual([])
  expect(messages({ regions, sequences: { return: {} } })).toEqual([])
})

it('wants copies to name the set that is made first', () => {
  const at = { store: 'main' }
  const backups = { first: at, second: { ...at, copyOf: 'first' }, third: { ...at, copyOf: 'second' } }
  expect(messages({ backups })).toEqual(['backups.third.copyOf: "second" holds copies itself'])
})

it('wants a set without a store to lie somewhere else, and nothing to read it', () => {
  const plan = {
    backups: { images: {}, code: { alsoIn: ['git'] }, orders: { store: 'main' } },
    scenarios: { fire: { backups: ['orders', 'code'] } },
    sequences: { restore: { steps: [{ id: 'find', do: [{ backup: 'code' }, { backup: 'orders' }] }] } },
  }
  expect(messages(plan)).toEqual([
    'backups.images: nobody says where the backup set "images" lies',
    'sequences.restore.steps.0.do.0.backup: "code" lies in no store, so no program can look into it',
    'scenarios.fire.backups.1: "code" lies in no store, so no program can look into it',
  ])
})

it('passes over what has another shape', () => {
  expect(messages({ regions: [1, { share: 'all' }], backups: 3 })).toEqual([])
})

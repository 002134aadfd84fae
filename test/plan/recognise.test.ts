import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planByName, recogniseDeclaration, scenarioByName, severityByName } from '../../src/plan/recognise.ts'
import { plan } from './sample-plan.ts'

const shop = plan()
const bank = plan(
  ['id: shop', 'id: bank'],
  ['name: Web shop, publicName: The Shop', 'name: Net bank'],
  ['fire: { title: Fire in the data center', 'robbery: { title: Robbery'],
)

describe('a declaration to a bot with one plan', () => {
  it.each([
    ['', { plan: 'shop', rest: '' }],
    [
      'database-corruption P1 orders are gone',
      { plan: 'shop', scenario: 'database-corruption', severity: 'major', rest: 'orders are gone' },
    ],
    ['shop s1 minor orders', { plan: 'shop', scenario: 'database-corruption', severity: 'minor', rest: 'orders' }],
    [
      'The Shop: Fire in the Data Center, Minor outage - all dark',
      { plan: 'shop', scenario: 'fire', severity: 'minor', rest: 'all dark' },
    ],
    ['scenario 2 p2', { plan: 'shop', scenario: 'fire', severity: 'minor', rest: '' }],
    ['P2 fire it burns', { plan: 'shop', scenario: 'fire', severity: 'minor', rest: 'it burns' }],
    ['major', { plan: 'shop', severity: 'major', rest: '' }],
    ['Orders fail since P1', { plan: 'shop', rest: 'Orders fail since P1' }],
    ['database is slow', { plan: 'shop', rest: 'database is slow' }],
    ['  fire   BIG  smoke ', { plan: 'shop', scenario: 'fire', rest: 'BIG  smoke' }],
  ])('%j', (words, recognised) => {
    expect(recogniseDeclaration([shop], words)).toEqual(recognised)
  })

  it('lets the plan decide what its numbers mean, and takes the rank where it does not say', () => {
    expect(recogniseDeclaration([shop], '3').severity).toBe('major')
    expect(recogniseDeclaration([shop], '2').severity).toBe('minor')
  })
})

describe('a declaration to a bot with two plans', () => {
  it('knows the plan by its name', () => {
    expect(recogniseDeclaration([shop, bank], 'bank S1 P2')).toEqual({
      plan: 'bank',
      scenario: 'database-corruption',
      severity: 'minor',
      rest: '',
    })
  })

  it('knows the plan by a scenario that only one has', () => {
    expect(recogniseDeclaration([shop, bank], 'robbery at noon')).toEqual({
      plan: 'bank',
      scenario: 'robbery',
      rest: 'at noon',
    })
  })

  it('leaves the plan open when both know the scenario', () => {
    expect(recogniseDeclaration([shop, bank], 'S1 P1 help')).toEqual({
      scenario: 'database-corruption',
      severity: 'major',
      rest: 'help',
    })
  })
})

it('a whole text can be asked for alone', () => {
  expect(planByName([shop, bank], 'net bank')).toBe('bank')
  expect(scenarioByName(shop, 'fire in the data center')).toBe('fire')
  expect(severityByName(shop, 'p2')).toBe('minor')
  expect(severityByName(shop, 'p2 or so')).toBeUndefined()
})

it('never loses a word of what was seen', () => {
  const seen = fc.array(fc.constantFrom('x', 'disk', 'zzz', '42%'), { maxLength: 5 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(fc.subarray(['shop', 'S1', 'P1']), seen, (parts, rest) => {
      expect(recogniseDeclaration([shop, bank], [...parts, rest].join(' ')).rest).toBe(rest)
    }),
  )
})

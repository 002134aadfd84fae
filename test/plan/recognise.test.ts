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

describe('what was seen', () => {
  it.each([
    ['S1 P1 fire in three racks', 'fire in three racks'],
    ['fire P1 P2 customers wait', 'P2 customers wait'],
    ['fire S1 is what the alarm says', 'S1 is what the alarm says'],
    ['S1 P1 shop is empty', 'shop is empty'],
    ['S1 the shop is empty', 'the shop is empty'],
    ['S1 the orders P9 minro', 'the orders P9 minro'],
    ['fire "minro" is written on the wall', '"minro" is written on the wall'],
    ['slow since noon', 'slow since noon'],
  ])('is all that stands behind the names: %j', (words, rest) => {
    const recognised = recogniseDeclaration([shop], words)
    expect(recognised.rest).toBe(rest)
    expect(recognised.unknown).toBeUndefined()
  })
})

describe('a word in front that is meant for a name and is none', () => {
  it.each([
    ['shop S7 P1 typo', { kind: 'scenario', word: 'S7' }],
    ['P1 scenario 9, typo', { kind: 'scenario', word: 'scenario 9' }],
    ['S1 sev9: typo', { kind: 'severity', word: 'sev9' }],
    ['S1 severity-4', { kind: 'severity', word: 'severity-4' }],
    ['P7 S1', { kind: 'severity', word: 'P7' }],
    ['databse-corruption P1 typo', { kind: 'scenario', word: 'databse-corruption', near: 'database-corruption' }],
    ['fire, mnior: typo', { kind: 'severity', word: 'mnior', near: 'minor' }],
  ])('is told apart and stays where it is: %j', (words, unknown) => {
    const recognised = recogniseDeclaration([shop], words)
    expect(recognised.unknown).toEqual(unknown)
    expect(recognised.rest.startsWith(unknown.word)).toBe(true)
  })

  it('is one when the plan named behind it does not know it', () => {
    const lab = plan(['id: shop', 'id: lab'], ['name: Web shop, publicName: The Shop', 'name: Lab'], ['[P2]', '[LOW]'])
    expect(recogniseDeclaration([shop, lab], 'P2 lab S1')).toMatchObject({
      plan: 'lab',
      unknown: { kind: 'severity', word: 'P2' },
    })
  })
})

it('a name in front of the plan means what it means in that plan', () => {
  const lab = plan(
    ['id: shop', 'id: lab'],
    ['name: Web shop, publicName: The Shop', 'name: Lab'],
    ['{ title: Database corruption, aliases: [S1] }', '{ title: Database corruption, aliases: [S2] }'],
    ['title: Fire in', 'aliases: [S1], title: Fire in'],
  )
  expect(recogniseDeclaration([shop, lab], 'S1 lab P1 smoke')).toEqual({
    plan: 'lab',
    scenario: 'fire',
    severity: 'major',
    rest: 'smoke',
  })
})

it('markers may stand anywhere in front, and nowhere else', () => {
  const read = (words: string) => recogniseDeclaration([shop], words, ['drill', 'separate'])
  expect(read('DRILL shop S1 separate P1 smoke drill')).toEqual({
    plan: 'shop',
    scenario: 'database-corruption',
    severity: 'major',
    markers: ['drill', 'separate'],
    rest: 'smoke drill',
  })
  expect(read('not a drill')).toEqual({ plan: 'shop', rest: 'not a drill' })
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

/** What stands on the page of a scenario, and what is said of what has no room. That it is one page, test/browser sees. */
import { expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { scenarioCard } from '../../src/render/scenario-card.ts'
import { cards, textOf } from './readings.ts'
import { wholePlan } from './whole-plan.ts'

const { plans } = await loadPlanFiles('plans')

it('has whom to call, what to do first, who approves and whom to tell', () => {
  const card = scenarioCard(wholePlan(), 'flood')
  expect(card).toMatchObject({
    title: 'The basin floods',
    declare: '/dr declare harbour flood',
    figures: [
      ['RTO', '3 h'],
      ['RPO', '0 s'],
      ['Severity', 'Grave'],
    ],
    symptoms: ['Water on the quay', 'Fish in the office'],
    vendors: [{ who: 'Pump makers, Gold contract', phone: [{ strong: '1-800-PUMP' }] }],
    leftOut: [],
  })
  expect(card.calls.map(({ when, who }) => [when.replace(/\s/g, ' '), who])).toEqual([
    ['at once, if on duty', 'Ann Ames, Harbour master'],
    ['at once, if on duty', 'Eve (placeholder), Spokesperson'],
    ['after 6 min', 'Bob Burr, Harbour master'],
    ['after 25 min', 'Olaf Off'],
  ])
  expect(card.calls.map(({ phone }) => phone[0])).toEqual([
    { strong: '+14155550100' },
    { flag: 'missing', text: 'no telephone number' },
    '555 0100',
    { flag: 'missing', text: 'no telephone number' },
  ])
  expect(card.actions.slice(0, 3)).toEqual([
    { number: 1, title: 'Close the gates', note: 'Harbour master, 14 min', danger: false },
    { number: 2, title: 'Choose a pump: The left one or The right one?', note: 'Harbour master', danger: false },
    { number: 3, title: 'Start the pump', note: 'only if “The left one”, 40 min', danger: true },
  ])
  expect(card.actions.map(({ title }) => title)).not.toContain('Take buckets')
  expect(card.approvals).toEqual([{ who: '2 of Harbour master or Spokesperson', what: '3. Start the pump' }])
  expect(card.told.map(({ latest, who }) => [latest, who])).toEqual([
    ['9 min', 'All crew'],
    ['55 min', 'Ship owners'],
    ['1 h 25 min', 'All crew'],
  ])
})

it('calls whoever holds a role where nobody is paged, the one who leads first', () => {
  const sentia = plans.find(({ id }) => id === 'sentia-mcp')!
  const { calls } = scenarioCard(sentia, 'data-loss')
  expect(calls[0]).toMatchObject({ when: '', who: 'Incident commander (placeholder)' })
})

it('counts what has no room, and says so on the page', () => {
  const plan = wholePlan()
  const flood = plan.scenarios.flood!
  const symptoms = Array.from({ length: 9 }, (_, index) => `Sign ${index + 1}`)
  const longer = { ...plan, scenarios: { flood: { ...flood, symptoms } } }
  expect(scenarioCard(longer, 'flood').symptoms).toEqual(['Sign 1', 'Sign 2', 'Sign 3', 'Sign 4'])
  expect(textOf(cards(longer))).toContain('No room for 5 of 9 symptoms: see the whole plan.')
})

it('is a page for each scenario', () => {
  for (const plan of plans) expect(cards(plan).match(/<article/g)).toHaveLength(Object.keys(plan.scenarios).length)
})

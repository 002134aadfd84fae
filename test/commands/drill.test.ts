/** `/dr drill` and `/dr readiness`: what is due, what is begun, and what is proven by it. */
import { expect, test } from 'vitest'
import { planSchema } from '../../src/plan/schema.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { MINUTE, openDesk, T0 } from './desk.ts'

const DAY = 24 * 60 * MINUTE
const shop = planSchema.parse({
  ...testPlanInput,
  scenarios: { flood: { title: 'Flood' }, fire: { title: 'Fire' } },
  drills: {
    monthly: {
      label: 'Monthly drill',
      schedule: 'First Saturday of each month, 10:30 UTC',
      rotation: { 12: 'flood', 1: 'fire' },
      themes: { 12: 'High water' },
      checklist: { before: ['Everybody has been told'] },
    },
    restore: { label: 'Restore', every: 'quarter' },
    all: { label: 'All of it', every: 'year', scenarios: ['flood', 'fire'] },
  },
})

test('the list: what is overdue first, then by when it is due, with this month’s scenario', async () => {
  const desk = await openDesk(shop)
  const reply = await desk.type('drill')
  expect(reply.text).toBe(
    [
      '*Drills of Shop*',
      '• *All of it* (`all`): *overdue since 2026-01-01*, due by 2026-12-31 (in 26 days), Flood or Fire; never held, as far as is known',
      '• *Restore* (`restore`): *overdue since 2026-10-01*, due by 2026-12-31 (in 26 days); never held, as far as is known',
      '• *Monthly drill* (`monthly`): *overdue since 2026-11-14*, 10:30 UTC (in 30 min), High water; never held, as far as is known',
      '`/dr drill start DRILL` starts one: everything is marked as a drill, and nobody outside hears of it.',
    ].join('\n'),
  )
  expect(reply.buttons?.map(({ value }) => value)).toEqual(['start shop all', 'start shop monthly'])
})

test('start: an incident in drill mode with the scenario of the month, and what is to be done before', async () => {
  const desk = await openDesk(shop)
  const reply = await desk.type('drill start monthly')
  expect(reply.text).toMatch(/^\*The drill has begun: DR-20261205-1000\*, Monthly drill, Flood\./)
  expect(reply.text).toContain('Everybody has been told')
  const found = await desk.services.state('DR-20261205-1000')
  expect(found?.state).toMatchObject({ mode: 'drill', drill: 'monthly', scenario: 'flood' })
})

test.each([
  ['drill start', /^Say which: `\/dr drill start DRILL`; there are monthly, restore and all\.$/],
  ['drill start monthli', /did you mean `\/dr drill start monthly`\?$/],
  ['drill start all', /^Which scenario\? Say `\/dr drill start shop all flood` or `\/dr drill start shop all fire`\.$/],
  ['drill start all water', /does not practise "water": it has flood or fire\.$/],
  ['drill start restore', /practises no scenario: hold it by its list/],
  ['drill bank', /^"bank" is no plan here/],
])('%s: says what to say instead', async (typed, why) => {
  const desk = await openDesk(shop)
  const reply = await desk.type(typed)
  expect(reply).toMatchObject({ ok: false, text: expect.stringMatching(why) })
  expect(await desk.services.incidents()).toEqual([])
})

test('readiness: a drill gone through to its end proves its scenario, until it is old', async () => {
  const desk = await openDesk(shop)
  expect((await desk.type('readiness')).text).toMatch(/^\*Shop is 0 % ready\*: 0 of 5 that should hold do\./)
  await desk.type('drill start monthly')
  await desk.advance(30 * MINUTE)
  await desk.type('resolve')
  const after = await desk.type('readiness')
  expect(after.text).toMatch(/^\*Shop is 40 % ready\*: 2 of 5 that should hold do\./)
  expect(after.text).toContain('*Flood*: last proven today in a drill, in 30 min of 4 h')
  expect(after.text).toContain('*Fire*: never gone through, neither in a drill nor in earnest')
  expect((await desk.type('drill')).text).toContain('2027-01-02 10:30 UTC (in 28 d), Fire; last held today')
  await desk.advance(400 * DAY)
  expect((await desk.type('readiness')).text).toMatch(/^\*Shop is 0 % ready\*/)
})

test('what was called off proves nothing', async () => {
  const desk = await openDesk(shop)
  await desk.type('drill start monthly')
  await desk.type('cancel only a try')
  expect((await desk.type('readiness')).text).toContain('*Flood*: never gone through')
  expect(await desk.services.proofs('shop')).toEqual([])
})

test('T0 is a Saturday', () => expect(new Date(T0).getUTCDay()).toBe(6))

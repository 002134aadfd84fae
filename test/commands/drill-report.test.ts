/** `/dr drill report`, `sign` and `restored`: the figures of a drill, its trend and its record. */
import { expect, test } from 'vitest'
import { planSchema } from '../../src/plan/schema.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { by, type Desk, MINUTE, openDesk } from './desk.ts'

const DAY = 24 * 60 * MINUTE
const shop = planSchema.parse({
  ...testPlanInput,
  scenarios: { flood: { title: 'Flood', rto: '45 min' }, fire: { title: 'Fire' } },
  drills: {
    monthly: {
      label: 'Monthly drill',
      every: 'month',
      scenarios: ['flood'],
      checklist: { before: ['Everybody has been told'], during: [], after: ['Pumps are off'] },
    },
    live: { label: 'Live drill', every: 'year', scenarios: ['fire'], target: 'production' },
  },
  drillRecord: ['Results', 'Issues'],
})

/** One drill, answered after three minutes and over after so many. */
async function hold(desk: Desk, minutes: number) {
  const { incident = '' } = await desk.type('drill start monthly')
  await desk.advance(3 * MINUTE)
  await desk.type(`ack ${incident}`)
  await desk.advance((minutes - 3) * MINUTE)
  await desk.type(`resolve ${incident}`)
  return incident
}

test('the report: actual against objective, what is not signed, and whether it became faster', async () => {
  const desk = await openDesk(shop)
  await hold(desk, 50)
  expect((await desk.type('drill report')).text.split('\n')).toEqual([
    '*Drill DR-20261205-1000, Monthly drill, Flood*: resolved, 10:50 UTC',
    '• RTO: 50 min of 45 min, *missed*',
    '• RPO: not known, no backup was looked for (objective 1 h)',
    '• First answer: 3 min after the first page, Olga',
    '• Messages: 2 in time; outside nobody hears of a drill: Customers would have been owed 2',
    '• Trend: the first drill of its kind that is known',
    '*What went wrong*',
    '• The RTO of 45 min was missed by 5 min',
    '*Not signed:* 2 of 2 items of its list; of its record: Results; Issues. `/dr drill sign DR-20261205-1000` lists them.',
  ])
  await desk.advance(31 * DAY)
  const second = await hold(desk, 38)
  const reply = await desk.type('drill report shop monthly')
  expect(reply.incident).toBe(second)
  expect(reply.text).toContain('• RTO: 38 min of 45 min, met')
  expect(reply.text).toContain(
    'the second drill of its kind that is known, 12 min faster than the last one of this scenario',
  )
  expect(reply.text).toContain('Nothing went wrong that Muster could see.')
  expect(reply.picture?.name).toBe('drills-shop.png')
  const png = await reply.picture!.png()
  expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')])
  // The first one is found by its id.
  expect((await desk.type('drill report dr-20261205-1000')).text).toContain('50 min of 45 min')
})

test('a drill that was declared without its name is found by its scenario', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare drill shop flood critical')
  await desk.advance(20 * MINUTE)
  await desk.type('resolve')
  expect((await desk.type('drill report shop monthly')).text).toMatch(/^\*Drill DR-20261205-1000, Flood\*: resolved/)
  expect((await desk.type('drill report shop live')).ok).toBe(false)
})

test('the record is signed by number, and the report knows by whom', async () => {
  const desk = await openDesk(shop)
  await hold(desk, 30)
  const list = await desk.type('drill sign')
  expect(list.text.split('\n')).toEqual([
    '*To be signed in DR-20261205-1000*',
    '*Before it*',
    '○ 1. Everybody has been told',
    '*Afterwards*',
    '○ 2. Pumps are off',
    '*Its record*',
    '○ 3. Results',
    '○ 4. Issues',
    '`/dr drill sign NUMBER what there is to say` signs one.',
  ])
  expect((await desk.type('drill sign 4 The pump\nwas broken.')).text).toBe('*Signed:* Issues')
  await desk.type('drill tick DR-20261205-1000 1')
  expect((await desk.type('drill sign')).text).toContain('✓ 4. Issues')
  const { data, text } = await desk.type('drill report')
  expect(data).toMatchObject({ unsigned: ['Results'], record: [{}, { signed: { text: 'The pump\nwas broken.' } }] })
  expect(text).toContain('*Not signed:* 1 of 2 items of its list; of its record: Results.')
})

test('a drill on production ends when somebody has said that production is as it was', async () => {
  const desk = await openDesk(shop)
  await desk.type('drill start live')
  await desk.advance(10 * MINUTE)
  expect(await desk.type('resolve')).toMatchObject({ ok: false, text: expect.stringContaining('/dr drill restored') })
  expect((await desk.type('drill restored all pods are up')).text).toBe(
    '*Signed:* Production is as it was before the drill',
  )
  expect((await desk.type('resolve')).ok).toBe(true)
})

test.each([
  ['drill report', /^No drill has been held yet/],
  ['drill report shop', /^No drill of Shop has been held yet/],
  ['drill report monthy', /did you mean `\/dr drill report monthly`\?$/],
  ['drill report toString', /^There is no drill "toString"/],
  ['drill report DR-20200101-0000', /^There is no incident DR-20200101-0000\.$/],
  ['drill sign', /^No drill has been held yet/],
])('%s: says what is missing', async (typed, why) => {
  const desk = await openDesk(shop)
  expect(await desk.type(typed)).toMatchObject({ ok: false, text: expect.stringMatching(why) })
})

test.each([
  ['drill sign 9', /^Say which by its number, 1 to 4/],
  ['drill sign everything', /^Say which by its number, 1 to 4/],
  ['drill restored', /is not held on production/],
])('%s: says what to say instead', async (typed, why) => {
  const desk = await openDesk(shop)
  await hold(desk, 30)
  expect(await desk.type(typed)).toMatchObject({ ok: false, text: expect.stringMatching(why) })
})

test('an incident in earnest has a report too, when it is asked for by its id', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare shop flood critical')
  await desk.advance(30 * MINUTE)
  await desk.type('resolve', { by: by('tina') })
  const reply = await desk.type('drill report DR-20261205-1000')
  expect(reply.text).toMatch(/^\*Incident DR-20261205-1000, Flood\*: resolved, 10:30 UTC\n• RTO: 30 min of 45 min, met/)
  expect(reply.picture).toBeUndefined()
})

import { expect, test } from 'vitest'
import { testPlan, testPlanInput } from '../incident/test-plan.ts'
import { by, MINUTE, openDesk } from './desk.ts'
import { bank, shop } from './plans.ts'

test('oncall before a disaster: every level, its people and means, and who cannot be reached', async () => {
  const { tina, dora, ...others } = testPlanInput.people
  const plan = testPlan({
    plan: { people: { ...others, tina: { ...tina, phone: undefined }, dora: { name: 'Dora' } }, pagerduty: undefined },
  })
  const desk = await openDesk(plan)
  expect((await desk.type('oncall')).text).toBe(
    [
      '*Who would be paged now*: Shop, Critical',
      '*Level 1*, at once:',
      '• On-call engineer: Olga (Slack, SMS, phone call, mail; no PagerDuty); then Otto (Slack, SMS, phone call, mail; no PagerDuty)',
      '*Level 2*, after 15 min:',
      '• Technical lead: Tina (Slack, mail; no PagerDuty, no SMS, no phone call)',
      '• Database administrator: Dora, *who cannot be reached* (no Slack, no PagerDuty, no SMS, no phone call, no mail)',
      '*Level 3*, after 30 min:',
      '• Incident commander: Ivan (Slack, SMS, phone call, mail; no PagerDuty)',
      '*Level 4*, after 1 h:',
      '• CTO: Cleo (Slack, SMS, phone call, mail; no PagerDuty)',
    ].join('\n'),
  )
})

test('oncall of one plan, of a scenario, and during an incident', async () => {
  const desk = await openDesk(shop, bank)
  expect((await desk.type('oncall')).text.match(/Who would be paged/g)).toHaveLength(2)
  expect((await desk.type('oncall bank flood')).text).toMatch(/^\*Who would be paged now\*: Bank, High, Flood/)
  expect((await desk.type('oncall bnak')).ok).toBe(false)
  await desk.type('declare shop minor')
  await desk.advance(MINUTE)
  const during = await desk.type('oncall')
  expect(during.text).toContain('*On call for DR-20261205-1000*')
  expect(during.text).toContain('*Level 1*, paged 10:00 UTC (1 min ago)')
  expect(during.text).toContain('*Level 2*, due 10:15 UTC')
})

test('a cover holds in every plan that knows both, until it ends, and pages go to the stand-in', async () => {
  const desk = await openDesk(shop, bank)
  const reply = await desk.type('cover @olga by @tina until 07:00')
  expect(reply.text).toBe(
    '*Tina takes the pages of Olga* until 2026-12-06 07:00 UTC (in 21 h). `/dr cover off olga` ends it.',
  )
  expect((await desk.services.system()).covers.map((cover) => cover.planId)).toEqual(['shop', 'bank'])
  expect((await desk.type('oncall shop')).text).toContain('On-call engineer: Tina for Olga')
  const declared = await desk.type('declare shop')
  expect(declared.text).toContain('Being paged: Tina')
  expect((await desk.type('cover off olga')).text).toBe('*Olga is paged again* from now on.')
  expect((await desk.type('cover')).text).toMatch(/^Nobody stands in/)
})

test.each([
  ['cover @olga for 12 h', '*Tina takes the pages of Olga* until 22:00 UTC (in 12 h).'],
  ['cover @otto for @olga until 18:00', '*Otto takes the pages of Olga* until 18:00 UTC (in 8 h).'],
  ['cover olga by otto from 18:00 until 07:00', 'from 18:00 UTC (in 8 h) until 2026-12-06 07:00 UTC (in 21 h)'],
  ['cover olga', 'Say until when'],
  ['cover olga by otto until the cows come home', 'is not a time'],
  ['cover olga by nobody until 18:00', 'No plan knows both olga and nobody'],
  ['cover olga by olga until 18:00', 'Nobody can stand in for themselves'],
])('`/dr %s`', async (typed, expected) => {
  const desk = await openDesk(shop)
  const reply = await desk.type(typed, { by: by('tina') })
  expect(reply.text).toContain(expected)
})

test('hold stops what is due at once, asks for the reason afterwards, and lets it go', async () => {
  const desk = await openDesk(shop)
  expect((await desk.type('hold show')).text).toBe('Nothing is held.')
  const held = await desk.type('hold', { canShowForm: true })
  expect(held.form).toBeUndefined()
  expect(held.text).toMatch(/^\*EVERYTHING IS HELD\* since 10:00 UTC \(now\)\..*\n.*`\/dr hold REASON`/)
  await desk.advance(MINUTE)
  const explained = (await desk.type('hold wrong plan')).text
  expect(explained).toMatch(/^\*EVERYTHING IS HELD\* since 10:00 UTC \(1 min ago\): wrong plan\./)
  expect(explained).not.toContain('REASON')
  await desk.type('declare shop')
  await desk.advance(20 * MINUTE)
  expect((await desk.type('status')).text).toMatch(/^\*EVERYTHING IS HELD\*/)
  expect((await desk.services.view('DR-20261205-1001'))?.ladder.levels.every((level) => level.pages.length === 0)).toBe(
    true,
  )
  expect((await desk.type('hold off')).text).toContain('What is due goes out now.')
  await desk.advance(1000)
  expect((await desk.type('status')).text).toContain('Being paged: Olga (Slack)')
})

test.each(['resume', 'release', 'hold off', 'hold resume'])('`/dr %s` ends the hold', async (typed) => {
  const desk = await openDesk(shop)
  await desk.type('hold')
  expect((await desk.type(typed)).text).toContain('*Nothing is held any more.*')
  expect((await desk.services.system()).held).toBeNull()
  expect((await desk.type(typed)).text).toBe('Nothing is held. A paused ladder goes on with `/dr ladder resume`.')
})

test('a test page goes out by every means, and the result says what failed', async () => {
  const desk = await openDesk(shop)
  desk.world = (effect) =>
    'means' in effect && effect.means === 'sms' ? { ok: false, reason: 'number not in service' } : { ok: true }
  expect((await desk.type('page --test @tina')).text).toContain('*A test goes to Tina*')
  expect((await desk.type('page --test results')).text).toContain(
    'Tina, 10:00 UTC (now): Slack sent, PagerDuty sent, SMS *failed*: number not in service',
  )
})

test('a test page without a person goes to whoever asks, as the plan knows them', async () => {
  const desk = await openDesk(shop)
  expect((await desk.type('page --test')).text).toContain('*A test goes to Olga*')
  expect((await desk.type('page --test results')).text).toContain('Olga, 10:00 UTC (now): Slack sent')
  const stranger = { id: 'slack:U0STRANGER', via: 'slack' as const }
  expect(await desk.type('page --test', { by: stranger })).toMatchObject({
    ok: false,
    text: '`/dr page` is for people of the plan of Shop; you are not in that plan.',
  })
})

test('plan shows what a reload would change and takes it only when asked', async () => {
  const desk = await openDesk(shop)
  expect((await desk.type('plan')).text).toContain('a reload would change nothing')
  const one = await desk.type('plan shop')
  expect(one).toEqual(await desk.type('plan show shop'))
  expect(one.text).toMatch(/^• \*Shop\* \(`shop`\)/)
  expect((await desk.type('plan nothing-like-it')).ok).toBe(false)
  desk.files.plans = [shop, bank]
  desk.files.problems = ['plans/x.yaml:3:1 unknown key']
  const shown = await desk.type('plan show')
  expect(shown.text).toContain('• bank: something')
  expect(shown.text).toContain('the last good plan stays in force')
  expect(Object.keys(await desk.services.plans())).toEqual(['shop'])
  await desk.type('plan reload')
  expect(Object.keys(await desk.services.plans())).toEqual(['shop', 'bank'])
  expect((await desk.type('plan bank')).text).not.toContain('Shop')
  const links = await desk.type('links bank')
  expect(links.text).toContain('<https://runbooks.example.com/bank|Runbook>')
  expect(links.links).toContain('<https://runbooks.example.com/bank|Runbook>')
})

test('help names every command once, and an unknown command gets the nearest', async () => {
  const desk = await openDesk(shop)
  const { data } = await desk.type('')
  expect((data as { name: string }[]).map((one) => one.name)).toContain('declare')
  expect((await desk.type('help cover')).text).toContain('`/dr cover ')
  expect((await desk.type('stauts')).text).toBe('"stauts" is no command: did you mean `/dr status`?')
  expect((await desk.type('quux')).text).toBe('"quux" is no command: `/dr help` lists what there is.')
})

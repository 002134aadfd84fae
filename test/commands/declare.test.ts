import { expect, test } from 'vitest'
import { createServices } from '../../commands/engine-services.ts'
import { modalView } from '../../src/adapters/slack/modal.ts'
import { planSchema } from '../../src/plan/schema.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { by, openDesk, T0 } from './desk.ts'
import { bank, shop } from './plans.ts'

test('words are enough: the answer names the incident, who is paged and what comes next', async () => {
  const desk = await openDesk(shop)
  const reply = await desk.type('declare database-corruption P1 queries fail')
  expect(reply).toMatchObject({ ok: true, incident: 'DR-20261205-1000' })
  expect(reply.text).toBe(
    [
      '*DR-20261205-1000 is open*: Critical, Database corruption (Shop).',
      'The channel is being opened; people are paged all the same.',
      'Being paged: Olga (Slack going out)',
      'Next:',
      '• 10:10 UTC (in 10 min) tell Support by Slack',
      '• 10:15 UTC (in 15 min) page Level 2',
      '• 10:15 UTC (in 15 min) tell Customers by mail',
      '• 10:30 UTC (in 30 min) page Level 3',
      '• and 2 more',
      'RTO: 2 h left, until 12:00 UTC',
    ].join('\n'),
  )
  expect(await desk.services.view('DR-20261205-1000')).toMatchObject({ seen: 'queries fail', mode: 'real' })
})

test('without scenario and severity it is declared all the same, at the worst severity', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare nothing works any more')
  expect(await desk.services.view('DR-20261205-1000')).toMatchObject({
    scenario: null,
    severity: { id: 'critical' },
    seen: 'nothing works any more',
  })
})

test('a scenario that only one plan knows names the plan; else the plan is asked for', async () => {
  const desk = await openDesk(shop, bank)
  expect((await desk.type('declare water in the cellar')).text).toContain('High, Flood (Bank)')
  const asked = await desk.type('declare everything is down')
  expect(asked).toMatchObject({ ok: false, text: 'Which plan? Say `/dr declare shop …` or `/dr declare bank …`.' })
  const form = (await desk.type('declare everything is down', { canShowForm: true })).form
  expect(form?.fields.find((field) => field.param === 'seen')).toMatchObject({ initial: 'everything is down' })
})

test('a scenario or severity that there is not opens nothing, and the refusal says what there is', async () => {
  const desk = await openDesk(shop, bank)
  const unknown = await desk.type('declare shop S7 critical typo', { canShowForm: true })
  expect(unknown).toMatchObject({ ok: false })
  expect(unknown.text).toMatch(
    /^There is no scenario "S7" in Shop: choose database-corruption.* if it is what you see\.$/,
  )
  expect(await desk.type('declare bank flood sev9')).toMatchObject({
    ok: false,
    text: 'There is no severity "sev9" in Bank: choose high, or put it in quotes if it is what you see.',
  })
  expect(await desk.type('declare shop database-corruption critcal typo')).toMatchObject({
    ok: false,
    text: 'There is no severity "critcal" in Shop: say "critical", or put it in quotes if it is what you see.',
  })
  expect((await desk.type('list')).text).not.toContain('DR-')
})

test('what is seen is kept word for word once scenario and severity are said', async () => {
  const desk = await openDesk(bank)
  const { incident } = await desk.type('declare flood high Ledger corruption in three branches')
  expect(await desk.services.view(incident!)).toMatchObject({
    scenario: { id: 'flood' },
    seen: 'Ledger corruption in three branches',
  })
})

test('`drill` in front makes a drill, wherever the plan stands; "not a drill" does not', async () => {
  const desk = await openDesk(shop, bank)
  expect((await desk.type('declare drill bank flood')).text).toContain('DRILL')
  expect((await desk.type('declare shop drill minor')).text).toContain('DRILL, Minor')
  const real = await desk.type('declare shop this is not a drill')
  expect(await desk.services.view(real.incident!)).toMatchObject({ mode: 'real', seen: 'this is not a drill' })
})

test('beside a real incident of the plan no drill is opened, and the refusal names it; of another plan it is', async () => {
  const desk = await openDesk(shop, bank)
  const { incident } = await desk.type('declare shop database-corruption')
  const why = 'DR-20261205-1000 is real and goes on: hold the drill when that is over.'
  expect(await desk.type('declare drill shop we practise')).toMatchObject({ ok: false, text: why })
  const values = { plan: 'shop', drill: 'yes', separate: 'yes' }
  expect((await desk.type('declare', { values })).errors).toEqual({ drill: why })
  expect((await desk.type('declare drill bank flood')).text).toContain('DRILL')
  await desk.type(`resolve ${incident}`)
  expect((await desk.type('declare drill shop we practise')).text).toContain('DRILL')
})

test('declared twice, the second joins; `separate` opens another one', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  const second = await desk.type('declare database-corruption me too')
  expect(second.text).toMatch(/^\*Already open as DR-20261205-1000\*/)
  const third = await desk.type('declare separate database-corruption')
  expect(third.incident).toBe('DR-20261205-1000-2')
})

test('a second one of the plan says what is open beside it; resolved, that the page still shows the other', async () => {
  const desk = await openDesk(shop, bank)
  expect((await desk.type('declare bank flood')).text).not.toContain('Open beside it')
  expect((await desk.type('declare shop database-corruption')).text).not.toContain('Open beside it')
  const [first, second] = ['DR-20261205-1000-2', 'DR-20261205-1000-3']
  const declared = await desk.type('declare shop nothing works')
  expect(declared.incident).toBe(second)
  expect(declared.text).toContain(
    `*Open beside it:*\n• ${first}: Critical, Database corruption (Shop)\nIs it the same? \`/dr cancel ${second} duplicate-of ${first}\``,
  )
  const many = (await desk.type('declare separate shop minor')).text
  expect(many).toContain('duplicate-of INCIDENT`')
  await desk.type('cancel DR-20261205-1000-4 only a try')
  const over = (await desk.type(`resolve ${second}`)).text
  expect(over).toContain(
    `The status page still shows what is open of Shop:\n• ${first}: Critical, Database corruption (Shop)`,
  )
  expect((await desk.type(`resolve ${first}`)).text).not.toContain('still shows')
})

test('joining with a worse severity raises nothing by itself, says so and offers to', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption minor')
  const joined = await desk.type('declare database-corruption critical')
  expect(joined.text).toContain(
    'It runs as *Minor*, you declared *Critical*: `/dr severity DR-20261205-1000 critical` raises it.',
  )
  expect(await desk.services.view('DR-20261205-1000')).toMatchObject({ severity: { id: 'minor' } })
  expect((await desk.type('severity DR-20261205-1000 critical')).ok).toBe(true)
  expect((await desk.type('declare database-corruption minor')).text).not.toContain('raises it')
})

test('a refusal is told as it is, also when somebody has just taken the id', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption')
  const refusing = { ...desk.engine, submit: async () => ({ ok: false as const, why: 'Not today.' }) }
  const services = createServices({ engine: refusing, plans: desk.registry, standingWords: () => '' })
  const declaration = {
    planId: 'shop',
    scenario: null,
    severity: 'critical',
    mode: 'real' as const,
    seen: '',
    outageStartMs: null,
    components: [],
    separate: true,
  }
  expect(await services.declare(declaration, { by: by('olga'), atMs: T0, key: 'new' })).toEqual({
    ok: false,
    why: 'Not today.',
  })
})

test('no words: a form with the contract parameters, the only plan chosen already', async () => {
  const desk = await openDesk(shop)
  const { form } = await desk.type('declare', { canShowForm: true })
  expect(form?.command).toBe('declare')
  expect(form?.fields.map((field) => field.param)).toEqual([
    'plan',
    'scenario',
    'severity',
    'seen',
    'since',
    'drill',
    'separate',
  ])
  expect(form?.fields[0]).toMatchObject({ initial: 'shop' })
  const both = await openDesk(shop, bank)
  const two = (await both.type('declare', { canShowForm: true })).form
  expect(two?.fields[0]).not.toHaveProperty('initial')
  expect(two?.fields[1]).toMatchObject({
    options: [{ value: 'database-corruption', label: 'Database corruption / Ledger corruption' }, { value: 'flood' }],
  })
})

test('what is affected can be chosen where the plan has components, several of them, and is taken as it was', async () => {
  const components = { orders: { label: 'Orders' }, stock: { label: 'Stock' }, mail: { label: 'Mail' } }
  const plan = planSchema.parse({ ...testPlanInput, components })
  const desk = await openDesk(plan)
  const { form } = await desk.type('declare', { canShowForm: true })
  expect(form!.fields.at(-1)).toMatchObject({ kind: 'choices', param: 'components', optional: true })
  expect(modalView(form!, {}).blocks.at(-1)).toMatchObject({
    optional: true,
    element: { type: 'multi_static_select', options: [{ value: 'orders' }, { value: 'stock' }, { value: 'mail' }] },
  })
  await desk.type('declare', { values: { plan: 'shop', components: 'mail,orders' } })
  expect(await desk.services.view('DR-20261205-1000')).toMatchObject({ components: [{ id: 'mail' }, { id: 'orders' }] })
  const wrong = await desk.type('declare', { values: { plan: 'shop', components: 'mail,elevator', separate: 'yes' } })
  expect(wrong.errors).toEqual({
    components: 'Shop has no component "elevator": choose orders, stock or mail.',
  })
})

test('how long outages of this kind are expected to last is told, where the category says so', async () => {
  const categories = { data: { label: 'Loss of data', outage: '1-4 hours' }, other: { label: 'Other' } }
  const scenarios = {
    corruption: { title: 'Corruption', category: 'data' },
    flood: { title: 'Flood', category: 'other' },
  }
  const desk = await openDesk(planSchema.parse({ ...testPlanInput, categories, scenarios }))
  const line = 'Outages of this kind (Loss of data) are expected to last 1 h to 4 h; the RTO stays what it is.'
  const flood = await desk.type('declare flood')
  expect(flood.text).not.toContain('expected to last')
  expect((await desk.type('declare corruption')).text).toContain(line)
  expect((await desk.type(`scenario ${flood.incident} corruption`)).text).toContain(line)
})

test('scenarios stand under their category of risk, where the plan has some', async () => {
  const categories = { data: { label: 'Loss of data' } }
  const scenarios = { corruption: { title: 'Corruption', category: 'data' }, flood: { title: 'Flood' } }
  const desk = await openDesk(planSchema.parse({ ...testPlanInput, categories, scenarios }))
  const { form } = await desk.type('declare', { canShowForm: true })
  const field = form?.fields[1]
  expect(field).toMatchObject({ options: [{ value: 'corruption', group: 'Loss of data' }, { value: 'flood' }] })
  expect(modalView(form!, {}).blocks[1]).toMatchObject({
    element: {
      option_groups: [
        { label: { text: 'Loss of data' }, options: [{ value: 'corruption' }] },
        { label: { text: 'Other' }, options: [{ value: 'flood' }] },
      ],
    },
  })
})

test('a submitted form declares, with the outage start', async () => {
  const desk = await openDesk(shop, bank)
  const values = {
    plan: 'bank',
    scenario: 'flood',
    severity: 'high',
    seen: 'wet',
    since: '2026-12-05T09:40:00.000Z',
    drill: 'yes',
  }
  await desk.type('declare', { values })
  expect(await desk.services.view('DR-20261205-1000')).toMatchObject({
    plan: { id: 'bank' },
    mode: 'drill',
    outageStartMs: T0 - 20 * 60_000,
    seen: 'wet',
  })
})

test.each([
  [
    { plan: 'shop', scenario: 'flood' },
    'scenario',
    /Shop has no scenario "flood": choose database-corruption, or none/,
  ],
  [{ plan: 'bank', severity: 'critical' }, 'severity', /Bank has no severity "critical": choose high/],
  [{ plan: 'shop', since: '2026-12-05T10:40:00Z' }, 'since', /cannot have begun in the future/],
  [{}, 'plan', /Choose one of the plans shop or bank/],
])('a form with a field that does not fit stays open there: %j', async (values, field, why) => {
  const desk = await openDesk(shop, bank)
  const reply = await desk.type('declare', { values })
  expect(reply.ok).toBe(false)
  expect(reply.errors?.[field]).toMatch(why)
  expect(await desk.services.incidents({ all: true })).toEqual([])
})

test('the same request again, as Slack retries it, makes no second incident', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare separate database-corruption', { key: 'trigger-1' })
  const again = await desk.type('declare separate database-corruption', { key: 'trigger-1' })
  expect(again.incident).toBe('DR-20261205-1000')
  expect(await desk.services.incidents()).toHaveLength(1)
})

test('while everything is held the answer says so loudly', async () => {
  const desk = await openDesk(shop)
  await desk.type('hold runaway plan')
  const { text } = await desk.type('declare database-corruption')
  expect(text).toContain('*EVERYTHING IS HELD*')
  expect(text).not.toContain('people are paged all the same')
})

test('where the plan has no ladder for it nobody is said to be paged', async () => {
  const { policies: _none, ...input } = testPlanInput
  const desk = await openDesk(planSchema.parse(input))
  const { text } = await desk.type('declare database-corruption')
  expect(text).toContain('The channel is being opened.\nThe plan has no ladder for this')
})

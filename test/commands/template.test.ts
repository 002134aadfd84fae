import { expect, it } from 'vitest'
import { examplePlan } from '../plan/example-plans.ts'
import { MINUTE, openDesk } from './desk.ts'

async function openIncident() {
  const desk = await openDesk(examplePlan('mcp-debate'))
  await desk.type('declare mcp-debate S2 p1 debates cannot be opened')
  return desk
}

it('lists which words the plan has for whom, of all plans while nothing has happened', async () => {
  const quiet = await openDesk(examplePlan('mcp-debate'), examplePlan('puo-memo'))
  const { text } = await quiet.type('template')
  expect(text).toContain('*MCP Debate System*')
  expect(text).toContain('*PUO Memo MCP*')
  const desk = await openIncident()
  const reply = await desk.type('template')
  expect(reply.text).toContain('• `customer-initial` (initial): Customers')
  expect(reply.text).toContain('• `regulator-initial` (initial): Regulators, Data protection authority')
  expect(reply.text).not.toContain('press-initial')
})

it('shows how one would read now, and sends nothing', async () => {
  const desk = await openIncident()
  await desk.advance(5 * MINUTE)
  const sent = (await desk.engine.read<{ notices: unknown[] }>((await desk.services.incidents())[0]!.id))!.state.notices
  const { ok, text } = await desk.type('template internal-alert slack')
  expect(ok).toBe(true)
  expect(text).toContain('*internal-alert*, by slack, as it would read now. Nothing is sent.')
  expect(text).toContain('> 🚨 *Production outage: MCP Debate System*')
  expect(text).toContain('> *Impact:* debates cannot be opened')
  expect(text).toContain('By other means: `/dr template internal-alert MEANS` with')
  const after = (await desk.engine.read<{ notices: unknown[] }>((await desk.services.incidents())[0]!.id))!.state
    .notices
  expect(after).toEqual(sent)
})

it('says "to be confirmed" where the incident does not know it yet', async () => {
  const desk = await openIncident()
  expect((await desk.type('template customer-resolved email')).text).toContain('> To: to be confirmed')
})

it.each([
  ['template custmer-initial', 'There is no template custmer-initial: did you mean `customer-initial`?'],
  ['template nothing-like-it', 'There is no template nothing-like-it. `/dr template` lists them.'],
  ['template customer-initial emial', 'There is no means emial: did you mean `email`?'],
  ['template customer-initial pagerduty', '`customer-initial` says nothing by pagerduty: it is for slack, email'],
])('%s is answered with a sentence', async (typed, why) => {
  const desk = await openIncident()
  expect(await desk.type(typed)).toMatchObject({ ok: false, text: expect.stringContaining(why) })
})

it('needs an incident to show one', async () => {
  const desk = await openDesk(examplePlan('mcp-debate'))
  expect(await desk.type('template customer-initial')).toMatchObject({ ok: false })
})

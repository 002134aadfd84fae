import { expect, it } from 'vitest'
import { testPlan } from '../incident/test-plan.ts'
import { examplePlan } from '../plan/example-plans.ts'
import { MINUTE, openDesk } from './desk.ts'

async function openIncident() {
  const desk = await openDesk(examplePlan('mcp-debate'))
  await desk.type('declare mcp-debate S2 p1 debates cannot be opened')
  return desk
}

it('shows whom to call and keeps who called when, with the case number', async () => {
  const desk = await openIncident()
  expect((await desk.type('vendors')).text).toContain('*AWS Support* (`aws`): Premium support')
  expect((await desk.type('vendors aws contacted 4711')).text).toBe('*Written down: AWS Support contacted.*')
  await desk.advance(5 * MINUTE)
  expect((await desk.type('vendors')).text).toMatch(/AWS Support.*contacted .*5 min ago.*case 4711/)
  expect((await desk.type('timeline')).text).toContain('has contacted AWS Support (case 4711)')
})

it('names the nearest vendor when there is none of that name', async () => {
  const desk = await openIncident()
  expect(await desk.type('vendors awz contacted')).toMatchObject({
    ok: false,
    text: expect.stringContaining('did you mean `aws`?'),
  })
})

it('moves the recovery clock to the start of the outage', async () => {
  const desk = await openIncident()
  await desk.advance(5 * MINUTE)
  const reply = await desk.type('since 25 min ago')
  expect(reply.ok).toBe(true)
  const [incident] = await desk.services.incidents()
  expect(incident!.rto.deadlineMs - incident!.declared.atMs).toBe((120 - 20) * MINUTE)
  expect((await desk.type('since tomorrow')).ok).toBe(false)
})

it('links to their consoles', async () => {
  const desk = await openDesk(
    testPlan({ plan: { vendors: { aws: { label: 'AWS Support', console: 'https://console.example' } } } }),
  )
  const { text, links } = await desk.type('vendors')
  expect(text).toContain('*AWS Support* (`aws`): <https://console.example|console>')
  expect(links).toEqual(['<https://console.example|console>'])
})

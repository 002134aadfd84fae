import { expect, it } from 'vitest'
import { testPlan } from '../incident/test-plan.ts'
import { openDesk } from './desk.ts'

it('says which promises a plan in force cannot keep', async () => {
  const plan = testPlan()
  const desk = await openDesk(plan)
  const reply = await desk.type(`plan check ${plan.id}`)
  expect(reply.text).toContain('99.9 percent allow 8 h 45 min 36 s of outage in a year: two outages of 4 h')
  expect(reply.data).toMatchObject([
    { plan: plan.id, findings: expect.arrayContaining([expect.objectContaining({ rule: 'availability-arithmetic' })]) },
  ])
})

it('names the plans there are when there is none of that name', async () => {
  const plan = testPlan()
  const desk = await openDesk(plan)
  expect(await desk.type('plan check nothing-like-it')).toMatchObject({
    ok: false,
    text: expect.stringContaining(plan.id),
  })
})

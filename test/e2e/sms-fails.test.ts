/** A text message that does not arrive: refused, reported as lost, or never heard of again. The next means follows. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'

const WHO = 'on-call-engineer'

let plan: PlanFile
let desk: Desk
let incident: View
beforeAll(async () => {
  // SMS first, then a call, and no impatience: only a failure brings the next means.
  plan = await copyOfPlan('mcp-debate')
  await plan.reshape({ level: { means: ['sms', 'voice'], nextMeansAfter: undefined } })
  desk = await openDesk({ plans: [plan.file] })
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})
afterEach(async () => {
  await desk.fault({ fault: 'off' })
  await desk.smsBecome('deliver')
  await desk.type('technical-lead', `/dr resolve ${incident.id} over`)
  await desk.advance('2 min')
})

const declare = () => desk.declare('technical-lead', 'mcp-debate S2 p1')
const calledSince = async (before: number) => (await desk.calls(WHO)).length - before

it('is trusted when its delivery is reported', async () => {
  const before = (await desk.calls(WHO)).length
  incident = await declare()
  await desk.advance('10 min')
  expect(await calledSince(before)).toBe(0)
})

it('is followed by a call within ten seconds when Twilio refuses it', async () => {
  const before = (await desk.calls(WHO)).length
  await desk.fault({ service: 'twilio', fault: 'error', status: 400, match: 'Messages' })
  incident = await declare()
  await desk.advance('10 s')
  expect(await calledSince(before)).toBe(1)
  const said = (await desk.channel(incident.channel!.name)).messages.map((message) => message.text).join('\n')
  expect(said).toContain('Could not reach On-call engineer by SMS')
})

it.each(['undelivered', 'failed'] as const)('is followed by a call within ten seconds when it is %s', async (fate) => {
  const before = (await desk.calls(WHO)).length
  await desk.smsBecome(fate)
  incident = await declare()
  await desk.advance('10 s')
  expect(await calledSince(before)).toBe(1)
})

it('is followed by a call after a minute in which nothing is heard of it', async () => {
  const before = (await desk.calls(WHO)).length
  await desk.smsBecome('silent')
  incident = await declare()
  await desk.advance('58 s')
  expect(await calledSince(before)).toBe(0)
  await desk.advance('4 s')
  expect(await calledSince(before)).toBe(1)
})

/** Acknowledged, and then nothing is heard: whoever has it is asked, and without an answer somebody else is called. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { buttonsOn, type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'

const WHO = 'on-call-engineer'

let plan: PlanFile
let desk: Desk
let incident: View
beforeAll(async () => {
  plan = await copyOfPlan('mcp-debate')
  const silence = { after: '5 min', answerWithin: '2 min' }
  await plan.reshape({ policy: { stop: 'acknowledged', silence } })
  desk = await openDesk({ plans: [plan.file] })
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})
afterEach(async () => {
  await desk.type('infrastructure-engineer', `/dr resolve ${incident.id} over`)
  await desk.advance('2 min')
})

const declareAndAcknowledge = async () => {
  incident = await desk.declare('infrastructure-engineer', 'mcp-debate S2 p1')
  await desk.press(WHO, await desk.page(WHO, incident.id), 'ack')
}
const question = async () => {
  const { channel, messages } = await desk.directMessages(WHO)
  const message = messages.findLast((one) => one.text.includes(incident.id) && one.text.includes('still on it'))
  return message && { channel, message }
}
const wasPaged = async (person: string) =>
  (await desk.directMessages(person)).messages.some((message) => message.text.includes(incident.id))

it('asks after the time that the plan names, not before', async () => {
  await declareAndAcknowledge()
  await desk.advance('4 min 58 s')
  expect(await question()).toBeUndefined()
  await desk.advance('4 s')
  expect(buttonsOn((await question())!.message)).toEqual(expect.arrayContaining(['ack', 'next']))
})

it('is content with an answer, and asks again after the next silence', async () => {
  await declareAndAcknowledge()
  await desk.advance('5 min 2 s')
  await desk.press(WHO, (await question())!, 'ack')
  await desk.advance('4 min')
  expect(await wasPaged('technical-lead')).toBe(false)
  const asked = async () =>
    (await desk.incident()).events.filter((event) => event.type === 'attempted' && event.effect.kind === 'ask-again')
  expect(await asked()).toHaveLength(1)
  await desk.advance('2 min')
  expect(await asked()).toHaveLength(2)
})

it('asks nobody who is plainly at work', async () => {
  await declareAndAcknowledge()
  for (let minute = 0; minute < 8; minute += 4) {
    await desk.advance('4 min')
    await desk.type(WHO, `/dr note ${incident.id} step ${minute}`)
  }
  await desk.advance('4 min')
  expect(await question()).toBeUndefined()
})

it('calls the next level when there is no answer, and says so', async () => {
  await declareAndAcknowledge()
  await desk.advance('6 min 58 s')
  expect(await wasPaged('technical-lead')).toBe(false)
  await desk.advance('4 s')
  expect(await wasPaged('technical-lead')).toBe(true)
  expect(await wasPaged('database-administrator')).toBe(true)
  expect((await desk.incident()).view.acknowledged).toEqual([])
  await desk.advance('1 s')
  const said = (await desk.channel(incident.channel!.name)).messages.map((message) => message.text).join('\n')
  expect(said).toContain('On-call engineer has not answered; the acknowledgement no longer counts')
})

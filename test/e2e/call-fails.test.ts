/** A call that nobody answers, that finds the line busy, or that is picked up without a key being pressed: the next means follows at once. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'

const WHO = 'on-call-engineer'

let plan: PlanFile
let desk: Desk
let incident: View
beforeAll(async () => {
  plan = await copyOfPlan('mcp-debate')
  await plan.reshape({ level: { means: ['voice', 'email'], nextMeansAfter: undefined } })
  desk = await openDesk({ plans: [plan.file] })
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})
afterEach(async () => {
  await desk.type('technical-lead', `/dr resolve ${incident.id} over`)
  await desk.advance('2 min')
})

const mailed = async () => (await desk.mails(WHO)).filter((mail) => mail.text.includes(incident.id)).length

it.each([
  { how: 'rings until it gives up', does: { noAnswer: true }, shown: 'phone call no answer' },
  { how: 'finds the line busy', does: { busy: true }, shown: 'phone call busy' },
  { how: 'is picked up, and no key is pressed', does: { noInput: true }, shown: 'picked up, but no key was pressed' },
] as const)('is followed by a mail within ten seconds when it $how', async ({ does, shown }) => {
  incident = await desk.declare('technical-lead', 'mcp-debate S2 p1')
  const call = (await desk.calls(WHO)).findLast((one) => one.status === 'ringing')
  expect(await mailed()).toBe(0)
  await desk.answerCall(call!.sid, does)
  await desk.advance('10 s')
  expect(await mailed()).toBe(1)
  expect(await desk.type('technical-lead', '/dr ladder')).toContain(shown)
})

it('is followed by a mail after a minute in which nothing is heard of it', async () => {
  incident = await desk.declare('technical-lead', 'mcp-debate S2 p1')
  await desk.advance('58 s')
  expect(await mailed()).toBe(0)
  await desk.advance('4 s')
  expect(await mailed()).toBe(1)
})

it('says twice what it is about before it gives up on a key, and does not take silence for an answer', async () => {
  incident = await desk.declare('technical-lead', 'mcp-debate S2 p1')
  const call = (await desk.calls(WHO)).findLast((one) => one.status === 'ringing')
  await desk.answerCall(call!.sid, { noInput: true })
  const { said } = (await desk.calls(WHO)).find((one) => one.sid === call!.sid)!
  expect(said.filter((words) => words.includes('Press 1'))).toHaveLength(2)
  expect(said.at(-1)).toContain('No key was pressed')
})

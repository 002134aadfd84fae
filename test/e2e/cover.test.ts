/** `/dr cover`: whoever stands in is paged in the place of the one who is away, for as long as was said. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk } from './desk.ts'

const AWAY = 'on-call-engineer'
const STAND_IN = 'infrastructure-engineer'

let desk: Desk
let incident: View
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
afterEach(async () => {
  await desk.type('technical-lead', `/dr resolve ${incident.id} over`)
  await desk.advance('2 min')
})

const mention = (person: string) => `<@${desk.person(person).slackUserId}>`
const declare = () => desk.declare('technical-lead', 'mcp-debate S2 p1')
const wasPaged = async (person: string) =>
  (await desk.directMessages(person)).messages.some((message) => message.text.includes(incident.id))

it('pages the stand-in, by every means, and not the one who is away', async () => {
  const answer = await desk.type(AWAY, `/dr cover ${mention(AWAY)} by ${mention(STAND_IN)} for 2 h`)
  expect(answer).toContain('*Infrastructure engineer takes the pages of On-call engineer*')
  expect(await desk.type('technical-lead', '/dr oncall mcp-debate')).toContain(
    'Infrastructure engineer for On-call engineer',
  )

  incident = await declare()
  await desk.advance('4 min 30 s')
  expect(await wasPaged(STAND_IN)).toBe(true)
  expect((await desk.sms(STAND_IN))[0]).toContain(incident.id)
  expect(await desk.calls(STAND_IN)).toHaveLength(1)
  expect(await wasPaged(AWAY)).toBe(false)
  expect(await desk.sms(AWAY)).toEqual([])
})

it('counts the answer of the stand-in for the level', async () => {
  incident = await declare()
  await desk.press(STAND_IN, await desk.page(STAND_IN, incident.id), 'ack')
  await desk.advance('5 min')
  const { view } = await desk.incident()
  expect(view.acknowledged).toMatchObject([{ person: { id: STAND_IN } }])
  expect(await wasPaged(AWAY)).toBe(false)
})

it('ends when it is called off', async () => {
  expect(await desk.type(AWAY, `/dr cover off ${mention(AWAY)}`)).toContain('On-call engineer is paged again')
  incident = await declare()
  expect(await wasPaged(AWAY)).toBe(true)
  expect(await wasPaged(STAND_IN)).toBe(false)
})

it('ends by itself when its time is over', async () => {
  await desk.type(STAND_IN, `/dr cover ${mention(AWAY)} for 30 min`)
  await desk.advance('31 min')
  incident = await declare()
  expect(await wasPaged(AWAY)).toBe(true)
  expect(await wasPaged(STAND_IN)).toBe(false)
})

it('holds for levels that are reached later too', async () => {
  await desk.type(STAND_IN, `/dr cover ${mention('database-administrator')} by me for 1 h`)
  incident = await declare()
  await desk.advance('15 min 5 s')
  expect(await wasPaged(STAND_IN)).toBe(true)
  expect(await wasPaged('technical-lead')).toBe(true)
  expect(await wasPaged('database-administrator')).toBe(false)
})

/** One press that Slack delivers twice, and two people who press the same button: each act counts once. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('2s')
})
afterAll(() => desk.close())

const factsOf = async (type: string) => (await desk.incident()).events.filter((event) => event.type === type)
const board = async () => {
  const { id } = await desk.channel((await desk.incident()).view.channel!.name)
  return { channel: id, message: await desk.board(id) }
}

it('a press that Slack delivers three times escalates by one level and is answered once', async () => {
  const responseUrl = desk.newResponseUrl()
  const answer = await desk.press('on-call-engineer', await board(), 'escalate', { deliveries: 3, responseUrl })
  await desk.advance('5s')
  expect(answer).toContain('Escalated to Level 2')
  expect(await desk.answers(responseUrl)).toHaveLength(1)
  expect((await factsOf('level-reached')).map((event) => 'key' in event && event.key)).toEqual([
    '0/level-1',
    '0/level-2',
  ])
  expect((await desk.directMessages('technical-lead')).messages).toHaveLength(1)
  expect((await desk.directMessages('incident-commander')).messages).toHaveLength(0)
})

it('two people who press Acknowledge on one board have both acknowledged, once each', async () => {
  const pressed = await board()
  const answers = await Promise.all(
    ['on-call-engineer', 'technical-lead'].map((person) => desk.press(person, pressed, 'ack')),
  )
  for (const answer of answers) expect(answer).toMatch(/You have DR-/)
  await desk.press('technical-lead', pressed, 'ack').then((again) => expect(again).toMatch(/already/))
  await desk.advance('5s')
  const { view } = await desk.incident()
  expect(view.acknowledged.map((one) => one.person.id).sort()).toEqual(['on-call-engineer', 'technical-lead'])
  expect(await factsOf('acknowledged')).toHaveLength(2)
})

/** Two disasters at once: timers, channels, PagerDuty keys, buttons and codes of one have nothing to do with the other's. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const ON_CALL = 'on-call-engineer'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const declare = async (words: string) => {
  const id = /\*(DR-[\d-]+) is open\*/.exec(await desk.type(ON_CALL, `/dr declare ${words}`))?.[1]
  expect(id).toBeDefined()
  return id!
}
const view = async (incident: string) => (await desk.incident(incident)).view
const levels = async (incident: string) =>
  (await view(incident)).ladder.levels.flatMap((level) => (level.reachedMs === undefined ? [] : [level.level]))
const keys = async (incident: string) =>
  new Set((await desk.pagerduty.events()).map((event) => event.dedup_key).filter((key) => key.startsWith(incident)))
const room = async (incident: string) => {
  const { id } = await desk.channel((await view(incident)).channel!.name)
  return { channel: id, message: await desk.board(id) }
}
const said = async (incident: string) =>
  (await desk.channel((await view(incident)).channel!.name)).messages.map((message) => JSON.stringify(message)).join()
it('of two plans: each keeps its own time, channel, PagerDuty incident and answers', async () => {
  const debate = await declare('mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('5m')
  const memo = await declare('puo-memo S1 P1 nothing answers')
  expect(memo).not.toBe(debate)
  await desk.advance('10m')
  expect(await levels(debate)).toEqual(['level-1', 'level-2'])
  expect(await levels(memo)).toEqual(['on-call'])

  const [debateRoom, memoRoom] = [await room(debate), await room(memo)]
  expect(debateRoom.channel).not.toBe(memoRoom.channel)
  expect(await said(debate)).not.toContain(memo)
  expect(await said(memo)).not.toContain(debate)
  expect([...(await keys(debate))].some((key) => (key as string).includes('level-1'))).toBe(true)
  expect([...(await keys(memo))].some((key) => (key as string).includes('on-call'))).toBe(true)

  // In a channel the incident need not be named, and a board's button means its own.
  expect(await desk.press(ON_CALL, memoRoom, 'ack')).toContain(memo)
  expect((await view(memo)).acknowledged.map((one) => one.person.id)).toEqual([ON_CALL])
  expect((await view(debate)).acknowledged).toEqual([])
  expect(await desk.type('technical-lead', '/dr note a replica is behind', debateRoom.channel)).toContain(debate)
  expect((await view(memo)).notes).toEqual([])
  // Elsewhere it is asked for, never guessed.
  const which = await desk.type('technical-lead', '/dr ack')
  expect(which).toContain(`\`/dr ack ${debate}\``)
  expect(which).toContain(`\`/dr ack ${memo}\``)

  await desk.advance('20m')
  expect(await levels(debate)).toEqual(['level-1', 'level-2', 'level-3'])
  expect(await levels(memo)).toEqual(['on-call'])
  const settled = (await desk.pagerduty.events()).filter((event) => event.event_action === 'acknowledge')
  expect(settled.map((event) => event.dedup_key).every((key) => key.startsWith(memo))).toBe(true)
  expect(settled).not.toEqual([])

  await desk.type(ON_CALL, '/dr resolve memo is back', memoRoom.channel)
  await desk.advance('1m')
  expect((await view(memo)).phase).toBe('resolved')
  expect((await view(debate)).phase).toBe('open')
  expect((await desk.statusPage()).incidents).toHaveLength(1)
})

it('of one plan: the second in the same minute has -2 in its id, and its own channel and code', async () => {
  const first = await declare('mcp-debate S2 p1 debates cannot be opened')
  const second = await declare('mcp-debate S3 p1 everything is gone')
  expect(second).toBe(`${first}-2`)
  await desk.advance('5m')
  expect((await view(second)).channel!.name).toBe(`${first.toLowerCase()}-2`)
  expect((await room(first)).channel).not.toBe((await room(second)).channel)

  const sms = await desk.sms(ON_CALL)
  const codes = [first, second].map((id) => sms.find((text) => text.includes(`${id} `))?.match(/ACK (\w+)/)?.[1])
  expect(new Set(codes).size).toBe(2)
  await desk.replySms(ON_CALL, `ACK ${codes[1]}`)
  expect((await view(second)).acknowledged.map((one) => one.person.id)).toEqual([ON_CALL])
  expect((await view(first)).acknowledged).toEqual([])
})

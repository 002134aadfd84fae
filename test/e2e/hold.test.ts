/** Something is wrong with what Muster sends, and somebody stops all of it; later it goes on where it stood. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const EVERYBODY = ['on-call-engineer', 'technical-lead', 'database-administrator', 'incident-commander']

let desk: Desk
let room: string
beforeAll(async () => {
  desk = await openDesk()
  await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('1m')
  room = (await desk.incident()).view.channel!.name
})
afterAll(() => desk.close())

/** All that has reached anybody, by any means. */
const reached = async () => ({
  direct: await Promise.all(EVERYBODY.map(async (person) => (await desk.directMessages(person)).messages)),
  sms: await Promise.all(EVERYBODY.map((person) => desk.sms(person))),
  calls: await Promise.all(EVERYBODY.map((person) => desk.calls(person))),
  mail: await desk.mailbox(),
  pagerduty: await desk.pagerduty.events(),
  hosted: await desk.hostedStatusPage(),
  channel: (await desk.channel(room)).messages,
  support: (await desk.channel('support')).messages,
})

it('stops everything for an hour, and says so wherever somebody looks', async () => {
  const held = await desk.type('technical-lead', '/dr hold the templates name the wrong system')
  expect(held).toMatch(/^\*EVERYTHING IS HELD\*.*the templates name the wrong system/)
  const before = await reached()
  await desk.advance('1h')
  expect(await reached()).toEqual(before)

  expect(await desk.type('on-call-engineer', '/dr status')).toMatch(/^\*EVERYTHING IS HELD\*/)
  expect(await desk.type('on-call-engineer', '/dr list')).toMatch(/^\*EVERYTHING IS HELD\*/)
  expect(await desk.type('cto', '/dr declare puo-memo S1 P1 nothing answers')).toContain('*EVERYTHING IS HELD*')
  await desk.advance('1m')
  expect(await reached()).toEqual(before)
  // Whoever answers is heard all the same.
  expect(await desk.type('cto', '/dr hold a second reason')).toContain('held already')
})

it('a mistyped release changes nothing', async () => {
  expect(await desk.type('technical-lead', '/dr hold of')).toContain('Did you mean `/dr hold off`?')
  expect(await desk.type('technical-lead', '/dr status')).toMatch(/^\*EVERYTHING IS HELD\*/)
})

it('lets go what is overdue, late and once, also of what was declared meanwhile', async () => {
  expect(await desk.type('technical-lead', '/dr hold off')).toContain('Nothing is held any more')
  await desk.advance('5s')
  const late = await reached()
  // Levels 2, 3 and the notices came due in that hour; level 1 goes on with the means whose turn it was.
  // Whoever leads also hears that half of the RTO is used up, that two messages are late, and that a third one soon is.
  expect(late.direct.map((messages) => messages.length)).toEqual([5, 1, 1, 1])
  const triggered = late.pagerduty.filter((event) => event.event_action === 'trigger').map((event) => event.dedup_key)
  expect(triggered.filter((key) => key.endsWith('/level-1'))).toHaveLength(1)
  expect(triggered.filter((key) => key.endsWith('/on-call'))).toHaveLength(1)
  const customers = late.mail.filter((mail) => [mail.to].flat().includes('customers@mcp-debate.example'))
  expect(customers).toHaveLength(1)

  const attempted = (await desk.incidents()).flatMap(({ view, events }) =>
    events.flatMap((event) => (event.type === 'attempted' ? [`${view.id} ${event.obligation} ${event.attempt}`] : [])),
  )
  expect(new Set(attempted).size).toBe(attempted.length)
  expect(await desk.type('on-call-engineer', '/dr status')).not.toContain('HELD')
})

/** People take the ladder into their own hands: pause it, skip ahead, call somebody else, say who does what; the timeline keeps all of it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const LEAD = 'technical-lead'

let desk: Desk
let room: string
beforeAll(async () => {
  desk = await openDesk()
  await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('10m')
  room = (await desk.channel((await desk.incident()).view.channel!.name)).id
})
afterAll(() => desk.close())

const pages = async (person: string) => (await desk.directMessages(person)).messages.length
const say = (words: string) => desk.type('on-call-engineer', `/dr ${words}`, room)

it('a pause holds the next level back, says why and until when, and ends by itself', async () => {
  const paused = await say('ladder pause the database team is on a call for 20 min')
  expect(paused).toMatch(/^\*The ladder is paused\* until \d\d:\d\d UTC \(in 20 min\): the database team is on a call/)
  await desk.advance('2s')
  expect(JSON.stringify((await desk.board(room)).blocks)).toContain('Ladder paused')
  expect(await desk.type(LEAD, '/dr status')).toContain('*The ladder is paused*')
  await desk.advance('19m')
  expect(await pages(LEAD)).toBe(0)
  await desk.advance('1m')
  // Level 2 was due at 15 and waited; level 3 is due at 30, as ever.
  expect(await pages(LEAD)).toBe(1)
  expect(await pages('incident-commander')).toBe(1)
  expect(await desk.type(LEAD, '/dr status')).not.toContain('paused')
})

it('escalate pages the next level now, once', async () => {
  expect(await say('escalate')).toContain('*Escalated to Level 4.*')
  await desk.advance('2s')
  expect(await pages('cto')).toBe(1)
  expect(await pages('senior-management')).toBe(1)
  expect(await say('escalate')).toContain(
    'Every level has been paged already; `/dr page @person` pages one person more',
  )
  await desk.advance('5m')
  expect(await pages('cto')).toBe(1)
})

it('somebody who is on no level can be paged by hand, and is tried until they answer', async () => {
  const mention = `<@${desk.person('communication-manager').slackUserId}>`
  const answer = await say(`page ${mention} customers are calling`)
  expect(answer).toContain('*Communication manager is being paged*')
  expect(answer).toContain('by Slack, then PagerDuty, then SMS')
  await desk.advance('2m')
  const { channel, messages } = await desk.directMessages('communication-manager')
  expect(messages[0]!.text).toContain('customers are calling')
  expect(await desk.sms('communication-manager')).toHaveLength(1)
  expect(await desk.press('communication-manager', { channel, message: messages[0]! }, 'ack')).toContain('You have DR-')
  await desk.advance('10m')
  expect(await desk.calls('communication-manager')).toEqual([])
  expect(await say(`page ${mention}`)).toMatch(/acknowledged DR-[\d-]+ at \d\d:\d\d UTC and is not paged again/)
})

it('a role is given in either order of words, and shows its duties', async () => {
  const mention = `<@${desk.person(LEAD).slackUserId}>`
  const given = await say(`role ${mention} commander`)
  expect(given).toContain('*Technical lead is Incident Commander*')
  expect(given).toContain('Hold the authority to decide')
  await desk.advance('2s')
  expect(JSON.stringify((await desk.board(room)).blocks)).toContain('Incident Commander: Technical lead')
})

it('the timeline tells it all, oldest first', async () => {
  const timeline = await say('timeline all')
  const lines = [
    'declared by On-call engineer. Database corruption: debates cannot be opened',
    'paused the escalation until',
    'The escalation goes on',
    'Paging Level 2',
    'Paging Level 3',
    'Paging Level 4 (somebody escalated)',
    'On-call engineer pages Communication Manager: customers are calling',
    'Communication manager acknowledged in Slack',
    'Technical lead is Incident Commander',
  ]
  const places = lines.map((line) => timeline.indexOf(line))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

/** Two people see the same thing and both declare it: they meet in one incident, unless somebody says that it is another one. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const declare = (person: string, words: string) => desk.type(person, `/dr declare ${words}`)
const ids = async () => (await desk.incidents()).map(({ view }) => view.id).toReversed()

it('the second declaration of a scenario joins the first', async () => {
  await declare('on-call-engineer', 'mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('9m')
  const answer = await declare('technical-lead', 'mcp-debate S2 the index is gone')
  const [first] = await ids()
  expect(answer).toContain(`Already open as ${first}`)
  expect(answer).toContain('You have joined it')
  expect(answer).toContain('/dr declare separate')
  await desk.advance('5s')
  expect(await ids()).toEqual([first])
  const { view } = await desk.incident()
  const room = await desk.channel(view.channel!.name)
  expect(room.members).toContain(desk.person('technical-lead').slackUserId)
  expect(room.messages.map((message) => message.text).join()).toContain('the index is gone')
  expect((await desk.directMessages('on-call-engineer')).messages).toHaveLength(1)
})

it('`separate` opens a second one, and beside them nobody practises', async () => {
  const [first] = await ids()
  expect(await declare('technical-lead', 'separate mcp-debate S2 p1 a second cluster')).toMatch(/\*DR-[\d-]+ is open\*/)
  expect(await declare('technical-lead', 'drill mcp-debate S2 p1')).toMatch(/^DR-[\d-]+ is real and goes on/)
  const after = await ids()
  expect(after).toHaveLength(2)
  expect(after[0]).toBe(first)
})

it('two who declare in the same instant open one', async () => {
  const answers = await Promise.all([
    declare('cto', 'puo-memo S1 P1 nothing answers'),
    declare('incident-commander', 'puo-memo S1 P1 nothing answers at all'),
  ])
  expect(answers.filter((answer) => answer.includes('is open'))).toHaveLength(1)
  expect(answers.filter((answer) => answer.includes('Already open'))).toHaveLength(1)
})

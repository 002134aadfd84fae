/** The public side of an incident from the first word to the last: our status page and the hosted one say the same, and only what is meant for the public. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { mailsTo } from './told.ts'

const LEAD = 'technical-lead'
const CUSTOMERS = 'customers@mcp-debate.example'

let desk: Desk
let room: string
beforeAll(async () => {
  desk = await openDesk()
  await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 index 7 of cluster db-3 is corrupt')
  await desk.advance('1m')
  room = (await desk.channel((await desk.incident()).view.channel!.name)).id
})
afterAll(() => desk.close())

interface Publication {
  status: string
  body: string
}
/** What the hosted page was told, each time its status or text changed. */
const published = async (): Promise<Publication[]> =>
  (await desk.hostedStatusPage()).flatMap(({ method, path, body }) => {
    if (!/^\/v1\/pages\/mcp-debate\/incidents/.test(path) || method === 'GET') return []
    const { incident } = body as { incident: Publication }
    return [{ status: incident.status, body: incident.body }]
  })
const shown = async () => (await desk.statusPage()).incidents[0]!
const say = async (words: string) => {
  const answer = await desk.type(LEAD, `/dr ${words}`, room)
  await desk.advance('10s')
  return answer
}

it('shows an incident at once, in general words', async () => {
  const { status, name, incident_updates } = await shown()
  expect(status).toBe('investigating')
  expect((await desk.statusPage()).status.indicator).toBe('critical')
  expect(JSON.stringify([name, incident_updates])).not.toMatch(/index|cluster|db-3|Level|engineer/)
  expect(await published()).toMatchObject([{ status: 'investigating' }])
  expect(JSON.stringify(await desk.hostedStatusPage())).not.toContain('db-3')
})

it('follows every status, with the words that were meant for the public', async () => {
  expect(await say('status identified public We have found the cause')).toContain(
    'The status page now reads: “We have found the cause”',
  )
  expect(await say('update we restart db-3 next')).toContain('the public does not see it')
  const inside = await say('status recovering db-3 gets a new disk')
  expect(inside).toContain('now recovering')
  expect(inside).toMatch(/The status page now reads: “[^“”]*MCP Debate[^“”]*” What you wrote stays inside/)
  expect(await say('update public Half of the debates are back')).toContain('on the status page')
  expect(await say('status monitoring public: We are watching it')).toContain('now monitoring')
  expect(await say('status monitoring')).toContain('monitoring already')

  const { status, incident_updates } = await shown()
  expect(status).toBe('monitoring')
  const told = incident_updates.map((update) => update.body).join('\n')
  for (const text of ['We have found the cause', 'Half of the debates are back', 'We are watching it'])
    expect(told).toContain(text)
  expect(told).not.toContain('db-3')
  const states = (await published()).map((one) => one.status)
  // Statuspage knows no "recovering": it stays "identified" there.
  expect([...new Set(states)]).toEqual(['investigating', 'identified', 'monitoring'])
  expect((await published()).map((one) => one.body).join()).toContain('Half of the debates are back')
})

it('ends for everybody who was told', async () => {
  await desk.advance('45m')
  expect(await mailsTo(desk, CUSTOMERS)).toHaveLength(1)
  expect(await say('resolve public All debates are back')).toContain('is resolved')
  expect((await desk.statusPage()).incidents).toEqual([])
  expect((await desk.statusPage()).status.indicator).toBe('none')
  const said = await published()
  expect(said.at(-2)).toEqual({ status: 'resolved', body: 'All debates are back' })
  // What customers are told by the page stands there too, word for word.
  expect(said.at(-1)!.body).toContain('Resolution: All debates are back')
  const mails = await mailsTo(desk, CUSTOMERS)
  expect(mails).toHaveLength(2)
  expect(mails[1]!.subject).toMatch(/restored/i)
  // Who was never told is not told of an end.
  expect(await mailsTo(desk, 'partners@mcp-debate.example')).toEqual([])
  await desk.advance('2h')
  expect(await mailsTo(desk, CUSTOMERS)).toHaveLength(2)
})

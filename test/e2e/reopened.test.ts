/** Not over after all: the same incident goes on under its id, people are called anew and the public sees it again; after a week it is too late. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const ON_CALL = 'on-call-engineer'

let desk: Desk
let incident: string
beforeAll(async () => {
  desk = await openDesk()
  await desk.type(ON_CALL, '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('1m')
  incident = (await desk.incident()).view.id
  await desk.type(ON_CALL, '/dr ack')
  await desk.type(ON_CALL, '/dr resolve restarted')
  await desk.advance('10m')
})
afterAll(() => desk.close())

it('within the time of the plan it is open again, with its history and its channel', async () => {
  const room = (await desk.incident(incident)).view.channel
  expect(await desk.type('technical-lead', `/dr reopen ${incident} it is down again`)).toContain(
    `${incident} is open again`,
  )
  await desk.advance('2s')
  const { view } = await desk.incident()
  expect(view).toMatchObject({ id: incident, phase: 'open', status: 'investigating', acknowledged: [], channel: room })
  expect((await desk.directMessages(ON_CALL)).messages).toHaveLength(2)
  expect((await desk.statusPage()).incidents[0]).toMatchObject({ status: 'investigating' })
  const timeline = await desk.type(ON_CALL, '/dr timeline all')
  for (const line of ['Resolved by On-call engineer: restarted', 'Reopened by Technical lead: it is down again'])
    expect(timeline).toContain(line)
  await desk.advance('15m')
  expect((await desk.directMessages('technical-lead')).messages).toHaveLength(1)
})

it('a week later it is too late, and the answer says what to do', async () => {
  await desk.type(ON_CALL, '/dr resolve restarted again')
  await desk.advance('8 days')
  const answer = await desk.type(ON_CALL, `/dr reopen ${incident}`)
  expect(answer).toContain('too long ago to be reopened; declare a new incident')
  expect((await desk.incident(incident)).view.phase).toBe('resolved')
})

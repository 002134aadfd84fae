/** Plan A's audiences, each told by its deadline with nobody at the keyboard (requirements 1.E, row A). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk } from './desk.ts'
import { mailsTo, minutesAfter } from './told.ts'

let desk: Desk
let incident: View
beforeAll(async () => {
  desk = await openDesk()
  incident = await desk.declare('on-call-engineer', 'mcp-debate S2 p1 debates cannot be opened')
})
afterAll(() => desk.close())

const saidIn = async (channel: string) => (await desk.channel(channel)).messages.map((message) => message.text)

it('tells engineering at once, in Slack and by PagerDuty', async () => {
  expect((await saidIn('engineering')).join('\n')).toContain(incident.id)
  const events = await desk.pagerduty.events()
  expect(events).toContainEqual(
    expect.objectContaining({ event_action: 'trigger', dedup_key: `${incident.id}/notice/engineering` }),
  )
  expect(await saidIn('support')).not.toContainEqual(expect.stringContaining(incident.id))
})

it('tells support within 15 minutes', async () => {
  await desk.advance('15 min')
  expect((await saidIn('support')).join('\n')).toContain(incident.id)
  expect(await mailsTo(desk, 'support@mcp-debate.example')).toHaveLength(1)
  expect(await desk.mails('cto')).toHaveLength(0)
})

it('tells management within 30 minutes by mail and telephone, long before it is paged', async () => {
  await desk.advance('15 min')
  for (const person of ['cto', 'senior-management']) {
    expect(await desk.mails(person)).toHaveLength(1)
    expect(await desk.calls(person)).toHaveLength(1)
  }
  expect((await desk.directMessages('cto')).messages).toHaveLength(0)
})

it('tells customers within an hour, and then every 30 minutes', async () => {
  await desk.advance('1 h 20 min')
  const mails = await mailsTo(desk, 'customers@mcp-debate.example')
  const times = mails.map((mail) => minutesAfter(incident, mail))
  expect(times).toHaveLength(3)
  expect(times[0]).toBeGreaterThan(30)
  expect(times[0]).toBeLessThanOrEqual(60)
  expect(times[1]! - times[0]!).toBeCloseTo(30, 1)
  expect(times[2]! - times[1]!).toBeCloseTo(30, 1)
  const [entry] = (await desk.statusPage()).incidents
  expect(entry!.incident_updates.length).toBeGreaterThanOrEqual(3)
})

it('tells sales and partners within two hours, and regulators only when somebody decides so', async () => {
  await desk.advance('10 min')
  expect(await mailsTo(desk, 'sales@mcp-debate.example')).toHaveLength(1)
  expect(await mailsTo(desk, 'partners@mcp-debate.example')).toHaveLength(1)
  const { view } = await desk.incident()
  expect(view.notices.filter((notice) => notice.late)).toEqual([])
  expect(await mailsTo(desk, 'regulators@mcp-debate.example')).toHaveLength(0)
  await desk.type('incident-commander', '/dr notify regulators')
  await desk.advance('5 s')
  expect(await mailsTo(desk, 'regulators@mcp-debate.example')).toHaveLength(1)
})

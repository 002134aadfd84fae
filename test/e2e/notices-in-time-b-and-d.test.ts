/** Plans B and D, each from its declaration to its review, with nobody at the keyboard but where the plan asks for a person (requirements 1.E). */
import { afterEach, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk } from './desk.ts'
import { mailsTo, minutesAfter } from './told.ts'

let desk: Desk
afterEach(() => desk.close())

/** Minutes after the declaration at which the first message of each notice was out by all its means. */
function firstOut({ notices, declared }: View): Record<string, number> {
  const out: Record<string, number> = {}
  for (const { notice, moment, sentMs } of notices) {
    if (moment !== 'initial' || sentMs === undefined) continue
    out[notice] = Math.max(out[notice] ?? 0, Math.floor((sentMs - declared.atMs) / 60_000))
  }
  return out
}

it('plan B: three windows, one after the other, the social post only if somebody wants it', async () => {
  desk = await openDesk({ plans: ['plans/dhafnck-mcp.yaml'] })
  const incident = await desk.declare('devops-engineer', 'dhafnck-mcp critical nothing answers')
  await desk.advance('11 min')
  expect(await desk.type('devops-engineer', '/dr comms yes social-media')).toContain('You say yes')
  await desk.advance('20 min')
  const { view } = await desk.incident()
  expect(firstOut(view)).toEqual({
    devops: 0,
    'operations-manager': 0,
    'status-brief': 2,
    executives: 10,
    'customer-success': 10,
    support: 10,
    'status-detailed': 20,
    'enterprise-customers': 20,
  })
  expect(view.notices.filter(({ late }) => late)).toEqual([])
  expect(view.tasks.find(({ kind }) => kind === 'hand')).toMatchObject({ state: 'open', title: 'Public' })
  const page = (await desk.statusPage()).incidents[0]!
  expect(page.incident_updates.length).toBeGreaterThanOrEqual(3)
  expect(await mailsTo(desk, 'enterprise@dhafnck-mcp.example')).toHaveLength(1)

  // Its thirteen checks are not what this is about.
  await desk.type('devops-engineer', `/dr check ${incident.id} waive all it is the notices that are tried`)
  await desk.type('devops-engineer', `/dr resolve ${incident.id} It works again`)
  await desk.advance('5 s')
  await desk.type('devops-engineer', `/dr review ${incident.id} https://reviews.dhafnck-mcp.example/1`)
  await desk.advance('5 s')
  const mails = await mailsTo(desk, 'enterprise@dhafnck-mcp.example')
  expect(mails).toHaveLength(3)
  expect(mails[2]!.text).toContain('https://reviews.dhafnck-mcp.example/1')
  const after = (await desk.incidents()).find(({ view: one }) => one.id === incident.id)!
  expect(after.events.filter(({ type }) => type === 'attempt-withdrawn')).toEqual([])
  expect(after.view.notices.filter(({ state }) => state !== 'sent')).toEqual([])
})

it('plan D at its worst: three levels that add up, each at its own time', async () => {
  desk = await openDesk({ plans: ['plans/sentia-mcp.yaml'] })
  const incident = await desk.declare('technical-lead', 'sentia-mcp S1 critical the server is away')
  await desk.advance('31 min')
  const { view } = await desk.incident()
  expect(firstOut(view)).toEqual({
    'technical-team': 0,
    operations: 0,
    'technical-team-phone': 10,
    'operations-phone': 10,
    management: 10,
    'all-staff': 20,
    customers: 20,
    partners: 20,
  })
  expect(view.notices.filter(({ notice }) => notice === 'data-protection')).toEqual([])
  const [mail] = await mailsTo(desk, 'customers@sentia-mcp.example')
  expect(minutesAfter(incident, mail!)).toBeCloseTo(20, 0)
  expect(mail!.text).toMatch(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/)
  // Nobody has told the press, which only a person can: that is late now, and said so.
  expect(view.notices.filter(({ late }) => late)).toEqual([])
  expect(view.tasks.filter(({ state }) => state === 'open')).toMatchObject([{ kind: 'hand', title: 'Press' }])
  const told = (await desk.channel(view.channel!.name)).messages.map(({ text }) => text).join('\n')
  expect(told).toContain('Late: the first message to Press was due by')
})

it('plan D at its mildest: the technical team and operations alone', async () => {
  desk = await openDesk({ plans: ['plans/sentia-mcp.yaml'] })
  await desk.declare('technical-lead', 'sentia-mcp S1 minor something is slow')
  await desk.advance('31 min')
  const { view } = await desk.incident()
  expect(firstOut(view)).toEqual({ 'technical-team': 0, operations: 0 })
  expect((await desk.mailbox()).filter((mail) => /customers|partners|management|all@/.test(String(mail.to)))).toEqual(
    [],
  )
})

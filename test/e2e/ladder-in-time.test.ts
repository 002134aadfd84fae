/** Plan A's ladder, nobody answering: every level at its time, with its people, and nobody before. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
let incident: View
beforeAll(async () => {
  desk = await openDesk()
  incident = await desk.declare('infrastructure-engineer', 'mcp-debate infrastructure-loss p1')
})
afterAll(() => desk.close())

/** Everybody who has been paged by Slack for the incident. */
async function paged(): Promise<string[]> {
  const seen = await Promise.all(
    desk.contract.people.map(async ({ person }) => {
      const { messages } = await desk.directMessages(person)
      // Questions about what others are told are no pages.
      return messages.some(({ text }) => text.includes(incident.id) && !text.startsWith('Do regulators'))
        ? [person]
        : []
    }),
  )
  return seen.flat().toSorted()
}

it('pages the on-call engineer at once', async () => {
  expect(await paged()).toEqual(['on-call-engineer'])
  const { message } = await desk.page('on-call-engineer', incident.id)
  expect(message.text).toContain('Respond at once, assess the scope of the outage and begin diagnostics')
})

it('tries one means after the other, a minute apart, for as long as nobody answers', async () => {
  const reached = async () => ({
    pagerduty: (await desk.pagerduty.events()).some((event) => event.dedup_key === `${incident.id}/0/level-1`),
    sms: (await desk.sms('on-call-engineer')).length,
    calls: (await desk.calls('on-call-engineer')).length,
    mails: (await desk.mails('on-call-engineer')).length,
  })
  await desk.advance('58 s')
  expect(await reached()).toEqual({ pagerduty: false, sms: 0, calls: 0, mails: 0 })
  await desk.advance('1 min')
  expect(await reached()).toEqual({ pagerduty: true, sms: 0, calls: 0, mails: 0 })
  await desk.advance('1 min')
  expect(await reached()).toEqual({ pagerduty: true, sms: 1, calls: 0, mails: 0 })
  await desk.advance('1 min')
  expect(await reached()).toEqual({ pagerduty: true, sms: 1, calls: 1, mails: 0 })
  await desk.advance('1 min')
  expect(await reached()).toEqual({ pagerduty: true, sms: 1, calls: 1, mails: 1 })
  expect(await paged()).toEqual(['on-call-engineer'])
})

it('pages technical lead and database administrator, both, after 15 minutes and not before', async () => {
  await desk.advance('10 min')
  expect(await paged()).toEqual(['on-call-engineer'])
  await desk.advance('5 s')
  expect(await paged()).toEqual(['database-administrator', 'on-call-engineer', 'technical-lead'])
})

it('goes on although somebody has acknowledged, because this plan stops only when it is over', async () => {
  const page = await desk.page('technical-lead', incident.id)
  await desk.press('technical-lead', page, 'ack')
  await desk.advance('14 min 52 s')
  expect(await paged()).toEqual(['database-administrator', 'on-call-engineer', 'technical-lead'])
})

it('pages the incident commander after 30 minutes', async () => {
  await desk.advance('6 s')
  expect(await paged()).toEqual(['database-administrator', 'incident-commander', 'on-call-engineer', 'technical-lead'])
})

it('pages CTO and senior management after an hour, and nobody else ever', async () => {
  await desk.advance('29 min 54 s')
  expect(await paged()).toHaveLength(4)
  await desk.advance('6 s')
  const everybody = [
    'cto',
    'database-administrator',
    'incident-commander',
    'on-call-engineer',
    'senior-management',
    'technical-lead',
  ]
  expect(await paged()).toEqual(everybody)
  await desk.advance('30 min')
  expect(await paged()).toEqual(everybody)
})

it('shows in the view when each level was due and reached', async () => {
  const { view } = await desk.incident()
  const minutes = view.ladder.levels.map((level) => ((level.reachedMs ?? 0) - incident.declared.atMs) / 60_000)
  expect(minutes).toEqual([0, 15, 30, 60])
})

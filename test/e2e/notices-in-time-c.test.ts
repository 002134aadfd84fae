/** Plan C with nobody present: who is paged and told, and when (requirements 1.E, row C). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk } from './desk.ts'
import { mailsTo, minutesAfter } from './told.ts'

let desk: Desk
let incident: View
beforeAll(async () => {
  desk = await openDesk()
  incident = await desk.declare('on-call-engineer', 'puo-memo data-center-failure no request is answered')
})
afterAll(() => desk.close())

it('pages through PagerDuty first, as severity error', async () => {
  const [page] = (await desk.pagerduty.events()).filter((event) => event.dedup_key === `${incident.id}/0/on-call`)
  expect(page).toMatchObject({ event_action: 'trigger', payload: { severity: 'error', source: 'PUO Memo MCP' } })
  expect((await desk.directMessages('on-call-engineer')).messages).toHaveLength(0)
})

it('tells engineering, management and support at once, and the overview channel', async () => {
  for (const name of ['engineering', 'support', 'dr-active']) {
    const said = (await desk.channel(name)).messages.map((message) => message.text)
    expect(said.join('\n')).toContain(incident.id)
  }
  expect(await mailsTo(desk, 'management@puo-memo.example')).toHaveLength(1)
})

it('has its status page at investigating from the first moment, at the provider too', async () => {
  expect((await desk.statusPage()).incidents[0]).toMatchObject({ status: 'investigating' })
  const [created] = (await desk.hostedStatusPage()).filter((call) => call.method === 'POST')
  expect(created).toMatchObject({ status: 201, body: { incident: { status: 'investigating' } } })
  expect(minutesAfter(incident, created!)).toBeLessThan(5 / 60)
})

it('writes to customers after 15 minutes to the second, and after 45 and 75', async () => {
  await desk.advance('1 h 16 min')
  const mails = await mailsTo(desk, 'customers@puo-memo.example')
  const seconds = mails.map((mail) => minutesAfter(incident, mail) * 60)
  const due = [15, 45, 75].map((minutes) => minutes * 60)
  expect(seconds).toHaveLength(due.length)
  for (const [index, moment] of due.entries()) {
    expect(seconds[index]).toBeGreaterThanOrEqual(moment)
    expect(seconds[index]).toBeLessThanOrEqual(moment + 5)
  }
  expect(mails[0]!.text).not.toContain(incident.plan.name)
  expect(mails[0]!.subject).toContain('PUO Memo')
})

it('pages the DR team after 15 minutes without an answer, and the backups 15 minutes later', async () => {
  const { view } = await desk.incident()
  const opened = Object.fromEntries(
    view.ladder.levels
      .filter((level) => level.round === 0)
      .flatMap((level) => level.pages)
      .map((page) => [page.person.id, (page.openedMs - incident.declared.atMs) / 60_000]),
  )
  expect(opened).toEqual({
    'on-call-engineer': 0,
    'dr-lead': 15,
    'database-admin': 15,
    infrastructure: 15,
    'dr-lead-backup': 30,
    'database-admin-backup': 30,
    'infrastructure-backup': 30,
  })
})

/** Slack fails at the very moment of the disaster: people are paged by everything else, and the channel is filled in when Slack is back. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { codeIn, type Desk, openDesk } from './desk.ts'

const WHO = 'on-call-engineer'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const pagedInPagerDuty = async (incident: string) =>
  (await desk.pagerduty.events()).some((event) => event.dedup_key === `${incident}/0/level-1`)

it('pages by PagerDuty within ten seconds when it is declared in the console', async () => {
  await desk.fault({ service: 'slack', fault: 'down' })
  const answer = await desk.console(WHO, 'declare mcp-debate S2 p1 debates cannot be opened')
  const { view } = await desk.incident()
  expect(answer).toContain(`${view.id} is open`)
  await desk.advance('10 s')
  expect(await pagedInPagerDuty(view.id)).toBe(true)
})

it('pages by text message within ten seconds when PagerDuty is down as well', async () => {
  await desk.fault({ service: 'slack', fault: 'down' })
  await desk.fault({ service: 'pagerduty', fault: 'down' })
  await desk.console(WHO, 'declare mcp-debate S2 p1')
  await desk.advance('10 s')
  const { view } = await desk.incident()
  expect((await desk.sms(WHO))[0]).toContain(view.id)
})

it('takes the slash command although it cannot answer, climbs the ladder, and fills the channel in afterwards', async () => {
  await desk.fault({ service: 'slack', fault: 'down' })
  const sent = await desk.send(WHO, '/dr declare mcp-debate S2 p1 debates cannot be opened')
  expect(sent.status).toBe(200)
  await desk.until(desk.incidents, (all) => all.length === 1)
  await desk.advance('10 s')
  const { view } = await desk.incident()
  expect(view.channel).toBeNull()
  expect(await pagedInPagerDuty(view.id)).toBe(true)

  await desk.advance('16 min')
  // Besides, each has their link to the responder console.
  const pagesTo = async (person: string) => (await desk.sms(person)).filter((text) => text.includes('ACK'))
  for (const person of ['technical-lead', 'database-administrator']) expect(await pagesTo(person)).toHaveLength(1)
  await desk.replySms('technical-lead', `ACK ${codeIn((await pagesTo('technical-lead'))[0])}`)
  await desk.advance('1 min')

  const during = await desk.console('technical-lead', 'status')
  expect(during).toContain('Slack is away: what is still to be shown there')

  await desk.fault({ service: 'slack', fault: 'off' })
  await desk.advance('5 min')
  const { view: after } = await desk.incident()
  const room = await desk.channel(after.channel!.name)
  expect(room.topic).toContain('Database corruption')
  for (const person of [WHO, 'technical-lead', 'database-administrator']) {
    expect(room.members).toContain(desk.person(person).slackUserId)
  }
  const board = JSON.stringify((await desk.board(room.id)).blocks)
  expect(board).toContain('Acknowledged by')
  const said = room.messages.map((message) => message.text).join('\n')
  expect(said).toMatch(/UTC> .*Level 1/)
  expect(said).toMatch(/UTC> Could not reach On-call engineer by Slack/)
  expect(said).toContain('Technical lead acknowledged by text message')
  expect(after.troubles).toEqual([])
})

/** Two acknowledgements in the same instant: both are answered, each is one fact, and nothing happens twice. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { codeIn, type Desk, openDesk } from './desk.ts'

let desk: Desk
let incident: View
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
afterEach(async () => {
  await desk.type('technical-lead', `/dr resolve ${incident.id} over`)
  await desk.advance('2 min')
})

const acknowledgements = async () => (await desk.incident()).events.filter((event) => event.type === 'acknowledged')
const settledInPagerDuty = async (level: string) =>
  (await desk.pagerduty.events()).filter(
    (event) => event.event_action === 'acknowledge' && event.dedup_key === `${incident.id}/${level}`,
  )

it('takes both people who press at once', async () => {
  incident = await desk.declare('infrastructure-engineer', 'mcp-debate S2 p1')
  await desk.advance('16 min 30 s')
  const lead = await desk.page('technical-lead', incident.id)
  const dba = await desk.page('database-administrator', incident.id)

  const answers = await Promise.all([
    desk.press('technical-lead', lead, 'ack'),
    desk.press('database-administrator', dba, 'ack'),
  ])
  for (const answer of answers) expect(answer).toContain(`You have ${incident.id}`)
  await desk.advance('1 s')

  const facts = await acknowledgements()
  expect(facts.map((fact) => fact.person).toSorted()).toEqual(['database-administrator', 'technical-lead'])
  expect(await settledInPagerDuty('0/level-2')).toHaveLength(1)
  const { view } = await desk.incident()
  expect(view.acknowledged.map((one) => one.person.id).toSorted()).toEqual(['database-administrator', 'technical-lead'])
})

it('takes one person once who answers by Slack, text message, telephone, mail and PagerDuty at once', async () => {
  const who = 'on-call-engineer'
  incident = await desk.declare('infrastructure-engineer', 'mcp-debate S2 p1')
  await desk.advance('4 min 30 s')
  const page = await desk.page(who, incident.id)
  const code = codeIn((await desk.sms(who)).at(-1))
  const call = (await desk.calls(who)).find((one) => one.status === 'ringing')
  const link = (await desk.mails(who)).at(-1)!.links.find((one) => one.includes('/a/'))

  const [inSlack, , , byMail] = await Promise.all([
    desk.press(who, page, 'ack'),
    desk.replySms(who, code),
    desk.answerCall(call!.sid, { digits: '1' }),
    desk.answerByMail(link!, 'acknowledge'),
    desk.pagerduty.acknowledge(`${incident.id}/0/level-1`, who),
  ])
  const bySms = (await desk.sms(who)).at(-1)
  const byPhone = (await desk.calls(who)).find((one) => one.sid === call!.sid)?.said.at(-1)
  for (const answer of [inSlack, bySms, byPhone, byMail]) {
    expect(answer).toMatch(/You have (acknowledged )?DR-|taken care of already/)
  }
  await desk.advance('1 s')

  expect(await acknowledgements()).toHaveLength(1)
  expect(await settledInPagerDuty('0/level-1')).toHaveLength(1)
  const room = await desk.channel(incident.channel!.name)
  const said = room.messages.map((message) => message.text).join('\n')
  expect(said.match(/On-call engineer acknowledged/g)).toHaveLength(1)
})

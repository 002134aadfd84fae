/** `/dr page --test`: one person is reached by every means they have, and is told at once that nothing is wrong. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const WHO = 'technical-lead'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

it('reaches them by Slack, PagerDuty, text message, telephone and mail, and opens no incident', async () => {
  const answer = await desk.type('incident-commander', `/dr page --test <@${desk.person(WHO).slackUserId}>`)
  expect(answer).toContain('A test goes to Technical lead')
  await desk.advance('5 s')

  const { messages } = await desk.directMessages(WHO)
  expect(messages.map((message) => message.text)).toEqual([expect.stringMatching(/^TEST, nothing is wrong/)])
  expect(await desk.sms(WHO)).toEqual([expect.stringContaining('Nothing has happened')])
  expect((await desk.mails(WHO)).map((mail) => mail.subject)).toEqual([expect.stringMatching(/^Test/)])
  const [call] = await desk.calls(WHO)
  await desk.answerCall(call!.sid, { noInput: true })
  expect((await desk.calls(WHO))[0]!.said.join(' ')).toContain('This is a test call')
  const events = await desk.pagerduty.events()
  expect(events.map((event) => event.event_action)).toEqual(['trigger', 'resolve'])
  expect(new Set(events.map((event) => event.dedup_key)).size).toBe(1)
  expect(await desk.incidents()).toEqual([])
})

it('says afterwards what became of each means, and why one failed', async () => {
  await desk.fault({ service: 'email', fault: 'down' })
  await desk.type(WHO, '/dr page --test')
  await desk.advance('5 s')
  const results = await desk.type(WHO, '/dr page --test results')
  expect(results).toMatch(/Technical lead.*Slack sent, PagerDuty sent, SMS sent, phone call sent, mail \*failed\*: \w/)
})

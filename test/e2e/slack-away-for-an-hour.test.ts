/** Slack is away for an hour: the incident moves to the responder console, is worked on there, and moves back. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const linkIn = (texts: string[]) => texts.map((text) => /https?:\S+\/respond\/\S+/.exec(text)?.[0]).find(Boolean) ?? ''

it('moves within two minutes, and back', async () => {
  const { id } = await desk.declare('on-call-engineer', 'mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('1 min')
  await desk.fault({ service: 'slack', fault: 'down' })
  await desk.advance('2 min')
  const { view, events } = await desk.incident(id)
  console.log(events.filter((e) => ['moved'].includes(e.type)), view.slackAway, view.troubles)
  console.log(await desk.sms('on-call-engineer'), (await desk.mails('on-call-engineer')).map((m) => [m.subject, m.text]))
  expect(linkIn(await desk.sms('on-call-engineer'))).not.toBe('')
  await desk.fault({ service: 'slack', fault: 'off' })
  await desk.advance('5 min')
  const after = await desk.incident(id)
  console.log(after.view.slackAway, after.view.troubles)
  console.log((await desk.channel(after.view.channel!.name)).messages.map((m) => m.text))
})

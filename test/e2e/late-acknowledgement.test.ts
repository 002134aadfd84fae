/** Somebody acknowledges when it is over already: they are thanked, and nothing changes. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { codeIn, type Desk, openDesk, type SeenMessage } from './desk.ts'

const WHO = 'on-call-engineer'

let desk: Desk
let incident: View
let page: { channel: string; message: SeenMessage }
let link: string
beforeAll(async () => {
  desk = await openDesk()
  incident = await desk.declare('technical-lead', 'mcp-debate S2 p1')
  await desk.advance('4 min 30 s')
  page = await desk.page(WHO, incident.id)
  link = (await desk.mails(WHO))[0]!.links.find((one) => one.includes('/a/'))!
  await desk.type('technical-lead', '/dr resolve It was the disk')
  await desk.advance('1 min')
})
afterAll(() => desk.close())

const KINDLY = /was resolved at \d\d:\d\d UTC\. Thank you, there is nothing left to do/

it.each([
  { by: 'the button of an old message', late: () => desk.press(WHO, page, 'ack') },
  { by: '/dr ack', late: () => desk.type(WHO, `/dr ack ${incident.id}`) },
  { by: 'the page behind the link in the mail', late: () => desk.answerByMail(link, 'acknowledge') },
  {
    by: 'a text message',
    async late() {
      await desk.replySms(WHO, `ACK ${codeIn((await desk.sms(WHO))[0])}`)
      return (await desk.sms(WHO)).at(-1)
    },
  },
])('answers $by kindly', async ({ late }) => {
  const journaled = (await desk.incident(incident.id)).events.length
  expect(await late()).toMatch(KINDLY)
  await desk.advance('1 min')
  const { view, events } = await desk.incident(incident.id)
  expect(view.acknowledged).toEqual([])
  expect(events).toHaveLength(journaled)
})

it('lets a late "I cannot" be as well', async () => {
  const journaled = (await desk.incident(incident.id)).events.length
  expect(await desk.type(WHO, `/dr next ${incident.id}`)).toMatch(KINDLY)
  await desk.advance('1 min')
  expect((await desk.incident(incident.id)).events).toHaveLength(journaled)
})

it('tells whoever picks up the telephone late that it has been taken care of', async () => {
  const [call] = await desk.calls(WHO)
  expect(call!.status).toBe('ringing')
  await desk.answerCall(call!.sid, { digits: '1' })
  const { said } = (await desk.calls(WHO))[0]!
  expect(said.join(' ')).toContain('taken care of')
  await desk.advance('1 min')
  expect((await desk.incident(incident.id)).view.acknowledged).toEqual([])
  const { messages } = await desk.channel(incident.channel!.name)
  expect(messages.at(-1)!.text).not.toContain('Phone call')
})

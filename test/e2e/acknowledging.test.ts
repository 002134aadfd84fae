/** Every way to say "I have it", and that the person is left in peace by every other means within a second. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { buttonsOn, codeIn, type Desk, openDesk } from './desk.ts'

const WHO = 'on-call-engineer'

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

const pageSms = async () => (await desk.sms(WHO)).filter((text) => text.includes(incident.id) && text.includes('ACK'))
const pageMails = async () => (await desk.mails(WHO)).filter((mail) => mail.text.includes(incident.id))
const ringing = async () => (await desk.calls(WHO)).filter((call) => call.status === 'ringing')
const buttons = async () => buttonsOn((await desk.page(WHO, incident.id)).message)
const pagerDutyKey = () => `${incident.id}/0/level-1`

/** The page's link in the newest mail. */
async function linkInMail(): Promise<string> {
  const link = (await pageMails()).at(-1)?.links.find((one) => one.includes('/a/'))
  if (!link) throw new Error('there is no link in the mail')
  return link
}

interface Way {
  how: string
  via: string
  /** For so long nobody answers: Slack at once, then PagerDuty, SMS, a call and mail, each a minute later. */
  unansweredFor: string
  /** Gives what the person is told, where there is somebody to tell. */
  acknowledge(): Promise<string | undefined>
}

const ways: Way[] = [
  {
    how: 'with the button of the direct message',
    via: 'slack',
    unansweredFor: '90 s',
    acknowledge: async () => desk.press(WHO, await desk.page(WHO, incident.id), 'ack'),
  },
  {
    how: 'with the button of the board',
    via: 'slack',
    unansweredFor: '90 s',
    async acknowledge() {
      const room = await desk.channel(incident.channel!.name)
      return desk.press(WHO, { channel: room.id, message: await desk.board(room.id) }, 'ack')
    },
  },
  {
    how: 'by /dr ack',
    via: 'slack',
    unansweredFor: '90 s',
    acknowledge: () => desk.type(WHO, '/dr ack'),
  },
  {
    how: 'by answering the text message with ACK and its code',
    via: 'sms',
    unansweredFor: '150 s',
    async acknowledge() {
      await desk.replySms(WHO, `ACK ${codeIn((await pageSms())[0])}`)
      return (await desk.sms(WHO)).at(-1)
    },
  },
  {
    how: 'by answering the text message with the code alone',
    via: 'sms',
    unansweredFor: '150 s',
    async acknowledge() {
      await desk.replySms(WHO, ` ${codeIn((await pageSms())[0]).toLowerCase()}. `)
      return (await desk.sms(WHO)).at(-1)
    },
  },
  {
    how: 'by pressing 1 on the telephone',
    via: 'voice',
    unansweredFor: '210 s',
    async acknowledge() {
      const [call] = await ringing()
      await desk.answerCall(call!.sid, { digits: '1' })
      return (await desk.calls(WHO)).find((one) => one.sid === call!.sid)?.said.at(-1)
    },
  },
  {
    how: 'on the page behind the link in the mail',
    via: 'email',
    unansweredFor: '270 s',
    acknowledge: async () => desk.answerByMail(await linkInMail(), 'acknowledge'),
  },
  {
    how: 'in PagerDuty, whose webhook says so',
    via: 'pagerduty',
    unansweredFor: '90 s',
    async acknowledge() {
      await desk.pagerduty.acknowledge(pagerDutyKey(), WHO)
      return undefined
    },
  },
  {
    how: 'in PagerDuty with webhooks switched off, which is found out by asking',
    via: 'pagerduty',
    unansweredFor: '90 s',
    async acknowledge() {
      await desk.pagerduty.driver('/_webhooks', { enabled: false })
      await desk.pagerduty.acknowledge(pagerDutyKey(), WHO)
      expect((await desk.incident()).view.acknowledged).toEqual([])
      return undefined
    },
  },
]

it.each(ways)('is acknowledged $how', async ({ via, unansweredFor, acknowledge }) => {
  incident = await desk.declare('technical-lead', 'mcp-debate S2 p1 debates cannot be opened')
  await desk.advance(unansweredFor)
  // The way to the channel is there as well, where the channel was opened before the page went out.
  expect((await buttons()).filter((one) => one !== 'join')).toEqual(['ack', 'next'])

  const told = await acknowledge()
  if (told !== undefined) expect(told).toContain(incident.id)
  await desk.advance('1 s')

  const { view, events } = await desk.incident()
  expect(view.acknowledged).toMatchObject([{ person: { id: WHO }, via }])
  expect(events.filter((event) => event.type === 'acknowledged')).toHaveLength(1)
  expect(await buttons()).toEqual([])
  expect(await desk.pagerduty.events()).toContainEqual(
    expect.objectContaining({ event_action: 'acknowledge', dedup_key: pagerDutyKey() }),
  )

  const tries = async () => [(await pageSms()).length, (await desk.calls(WHO)).length, (await pageMails()).length]
  const before = await tries()
  await desk.advance('8 min')
  expect(await tries()).toEqual(before)
})

it('changes nothing when the link in the mail is only opened, as mail scanners do', async () => {
  incident = await desk.declare('technical-lead', 'mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('270 s')
  const journaled = (await desk.incident()).events.length
  const opened = await fetch(await linkInMail())
  expect(opened.status).toBe(200)
  expect(await opened.text()).toContain('Acknowledge')
  expect((await desk.incident()).events).toHaveLength(journaled)
})

/** What customers are told is read first: drafts in Slack, changed, approved, left out, sent unread; questions; what is told by hand. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { View } from '../../src/incident/view-shape.ts'
import { type Desk, openDesk, type SeenMessage } from './desk.ts'
import { filled } from './recovering.ts'
import { mailsTo, minutesAfter } from './told.ts'

const CUSTOMERS = 'customers@shop.example'
let desk: Desk
let incident: View
let channel: string
beforeEach(async () => {
  desk = await openDesk({ plans: ['plans/patient.yaml'] })
  incident = await desk.declare(
    'commander-shop',
    'patient database-damaged critical orders <b>fail</b> & *more* <!channel>',
  )
  await desk.advance('2 s')
  channel = (await desk.incident()).view.channel?.name ?? ''
})
afterEach(() => desk.close())

const card = async (about: string): Promise<{ channel: string; message: SeenMessage }> => {
  const { id, messages } = await desk.channel(channel)
  const message = messages.find(({ blocks }) => JSON.stringify(blocks ?? []).includes(about))
  if (!message) throw new Error(`no message about ${about}`)
  return { channel: id, message }
}

it('appears five minutes before its time, for the communication manager, who changes and approves it; exactly that goes out', async () => {
  await desk.advance('5 min')
  const draft = await card('Draft · First message to Customers')
  expect(JSON.stringify(draft.message.blocks)).toContain('If nobody acts')
  expect((await desk.directMessages('communication-shop')).messages.at(-1)?.text).toContain('Draft · First message')
  await desk.push('communication-shop', draft, 'comms', { value: 'edit customers/initial/0 v1' })
  const form = await vi.waitFor(
    async () => (await desk.forms('communication-shop'))[0] ?? Promise.reject(new Error('no form yet')),
  )
  const subject = 'Orders: we are on it'
  await desk.submit(
    'communication-shop',
    form,
    filled(form, {
      subject,
      text: 'Orders fail at present. <b>We</b> repair it & will write again.',
    }),
  )
  await desk.advance('2 s')
  const changed = await card('Draft · First message to Customers')
  const direct = (await desk.directMessages('communication-shop')).messages.find(({ text }) => text.includes('Draft'))!
  expect(JSON.stringify(direct.blocks)).toContain('customers/initial/0 v2')
  expect(JSON.stringify(changed.message.blocks)).toContain('changed by')
  expect(await desk.press('communication-shop', changed, 'comms')).toContain('Approved: the message to Customers')
  expect(await mailsTo(desk, CUSTOMERS)).toHaveLength(0)
  await desk.advance('6 min')
  const [mail, ...others] = await mailsTo(desk, CUSTOMERS)
  expect(others).toEqual([])
  expect(minutesAfter(incident, mail!)).toBeCloseTo(10, 0)
  expect(mail).toMatchObject({ subject })
  expect(mail!.text).toContain('Orders fail at present. <b>We</b> repair it & will write again.')
  const [entry] = (await desk.statusPage()).incidents
  expect(entry!.incident_updates[0]!.body).toContain('Orders fail at present.')
})

it('goes out unread a minute before it would be late, and the commander is told before', async () => {
  await desk.advance('15 min')
  const [mail] = await mailsTo(desk, CUSTOMERS)
  expect(minutesAfter(incident, mail!)).toBeCloseTo(14, 0)
  const told = (await desk.directMessages('commander-shop')).messages.map(({ text }) => text)
  expect(told.join('\n')).toContain('Not out yet: First message to Customers')
})

it('is left out with a reason, and only by whom it is for', async () => {
  await desk.advance('6 min')
  expect(await desk.type('dba-shop', '/dr comms skip customers nobody noticed', channel)).toContain(
    'This is for the Communication manager',
  )
  expect(await desk.type('communication-shop', '/dr comms skip customers nobody noticed', channel)).toContain(
    'Left out',
  )
  await desk.advance('20 min')
  expect(await mailsTo(desk, CUSTOMERS)).toHaveLength(0)
  expect(await desk.type('commander-shop', '/dr comms', channel)).not.toContain('Customers, first message (')
})

it('goes out by mail at its time with Slack down, approved in the console', async () => {
  await desk.advance('4 min')
  await desk.fault({ service: 'slack', fault: 'down' })
  await desk.advance('2 min')
  expect((await desk.sms('communication-shop')).at(-1)).toContain(incident.id)
  expect(await desk.console('communication-shop', 'comms approve customers v1')).toContain('Approved')
  await desk.advance('6 min')
  expect(minutesAfter(incident, (await mailsTo(desk, CUSTOMERS))[0]!)).toBeCloseTo(10, 0)
})

it('tells an authority only once a person has said yes, and lets the time run from when it was known', async () => {
  await desk.advance('5 min')
  const asked = await card('Please answer by')
  expect(await desk.type('communication-shop', '/dr comms yes personal-data since 1 h ago', channel)).toContain(
    'You say yes',
  )
  expect(asked.message.text).toContain('Please answer by')
  const { view } = await desk.incident()
  const notice = view.notices.find(({ notice: id }) => id === 'authority')
  expect(notice?.deadlineMs).toBe(incident.declared.atMs + 302_000 + 71 * 3_600_000)
})

it('leaves the press to a person, with the text to paste, until somebody says that it is done', async () => {
  await desk.advance('21 min')
  const task = await card('To be told by hand')
  expect(JSON.stringify(task.message.blocks)).toContain('Corner Shop')
  expect(await desk.press('communication-shop', task, 'comms')).toContain('Press have been told')
  const { view } = await desk.incident()
  expect(view.notices.find(({ notice }) => notice === 'press')).toMatchObject({ state: 'sent', late: false })
})

it('lets nothing that people wrote become a mention, a link or mark-up', async () => {
  await desk.advance('20 min')
  const { messages } = await desk.channel('shop')
  const text = messages.map((message) => `${message.text}${JSON.stringify(message.blocks ?? [])}`).join('\n')
  expect(text).toContain('&lt;!channel&gt;')
  expect(text).not.toContain('<!channel>')
})

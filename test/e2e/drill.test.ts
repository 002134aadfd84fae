/** A drill is run like a disaster, is marked wherever it shows, and reaches nobody outside (promise 7). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { mailsTo } from './told.ts'

let desk: Desk
let room: string
beforeAll(async () => {
  desk = await openDesk()
  const answer = await desk.type('on-call-engineer', '/dr declare drill mcp-debate S2 p1 we practise')
  expect(answer).toContain('DRILL')
  await desk.advance('65m')
  room = (await desk.incident()).view.channel!.name
})
afterAll(() => desk.close())

it('pages as a disaster does, and says that it is one in every message', async () => {
  const { topic, messages, id } = await desk.channel(room)
  expect(topic).toMatch(/^DRILL/)
  expect(JSON.stringify((await desk.board(id)).blocks)).toContain('DRILL')
  expect(messages.length).toBeGreaterThan(0)
  for (const person of ['on-call-engineer', 'technical-lead', 'incident-commander', 'cto']) {
    const direct = (await desk.directMessages(person)).messages
    // The page; whoever leads also hears that half of the RTO is used up.
    expect(direct).toHaveLength(person === 'on-call-engineer' ? 2 : 1)
    for (const message of direct) expect(message.text).toMatch(/^DRILL/)
    for (const sms of await desk.sms(person)) expect(sms).toMatch(/^DRILL/)
  }
  const mails = await desk.mailbox()
  expect(mails.length).toBeGreaterThan(0)
  for (const mail of mails) expect(mail.subject).toMatch(/^DRILL: /)
  const events = await desk.pagerduty.events()
  expect(events.length).toBeGreaterThan(0)
  for (const event of events) expect(event.payload!.summary).toMatch(/^DRILL: /)
  for (const channel of ['engineering', 'support'])
    for (const message of (await desk.channel(channel)).messages) expect(message.text).toContain('DRILL')
})

it('says it to whoever picks up the phone', async () => {
  const [call] = await desk.calls('cto')
  await desk.answerCall(call!.sid, { noInput: true })
  const said = (await desk.calls('cto')).flatMap((one) => one.said)
  expect(said.length).toBeGreaterThan(0)
  expect(said[0]).toMatch(/drill/i)
})

it('reaches nobody outside, whatever is asked for', async () => {
  const say = async (words: string) => desk.type('technical-lead', `/dr ${words}`)
  expect(await say('notify customers')).toContain('a drill tells nobody outside')
  expect(await say('status identified we know')).toContain('the status page shows nothing')
  expect(await say('update public we practise')).toContain('the status page shows nothing')
  await desk.advance('5m')
  await say('resolve well done')
  await desk.advance('5m')
  for (const outside of ['customers', 'partners', 'regulators'])
    expect(await mailsTo(desk, `${outside}@mcp-debate.example`)).toEqual([])
  const page = await desk.statusPage()
  expect(page.incidents).toEqual([])
  expect(page.status.indicator).toBe('none')
  expect(JSON.stringify(page)).not.toContain('practise')
  expect(await (await fetch(desk.contract.statusUrl)).text()).not.toContain('practise')
  expect(await desk.hostedStatusPage()).toEqual([])
  // Not even tried: it is not left to whoever carries it out.
  const [incident] = await desk.incidents()
  const tried = incident!.events.flatMap((event) => (event.type === 'attempted' ? [event.effect] : []))
  const notices = tried.flatMap((effect) => (effect.kind === 'notify' ? [effect.notice] : []))
  expect([...new Set(notices)].sort()).toEqual(['engineering', 'management', 'support'])
  expect(tried.map((effect) => effect.kind)).not.toContain('publish-status')
})

/** Slack is away for an hour: the incident moves to the responder console, is worked on there, and moves back. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signConsoleLink, signSession } from '../../src/adapters/console-credentials.ts'
import { type Desk, openDesk } from './desk.ts'
import { type AtConsole, atConsole, digitsIn, linksIn, openConsole } from './responder.ts'
import { leavesALine, type StepPlan, stepPlan } from './step-plan.ts'

/** One story: each part goes on where the one before has ended. */
let plan: StepPlan
let desk: Desk
let id: string
let dba: AtConsole
let declaredMs: number

const awayOf = async () => (await desk.incident(id)).view.slackAway
/** Minutes after the declaration. */
const until = (minutes: number) =>
  desk.advance(`${Math.max(1, Math.ceil((declaredMs + minutes * 60_000 - desk.sandbox.clock.now()) / 1000))} s`)
const typesOf = async () => (await desk.incident(id)).events.map(({ type }) => type)

beforeAll(async () => {
  plan = await stepPlan((folder) => ({
    steps: [
      { id: 'look', title: 'Look around', manual: 'Look at the graphs', owner: 'on-call' },
      leavesALine(folder, { risk: 'destructive', needs: ['look'] }),
    ],
    plan: {
      notices: [
        {
          ...{ id: 'customers', audience: 'customers', means: ['email'], target: '40 min', deadline: '55 min' },
          templates: { initial: 'customer-initial', resolved: 'customer-resolved' },
          approval: { by: 'communication', ahead: '20 min', otherwise: 'hold' },
        },
      ],
    },
  }))
  desk = await openDesk({ plans: [plan.file], runs: 'all', environment: { PATH: process.env.PATH } })
  const view = await desk.declare('on-call-shop', 'workshop trouble critical orders fail')
  id = view.id
  declaredMs = view.declared.atMs
  await desk.advance('1 min')
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})

it('one call that fails is no loss', async () => {
  await desk.fault({ service: 'slack', fault: 'down', count: 1 })
  await desk.console('on-call-shop', 'note a sign of life')
  await desk.advance('1 min')
  expect(await awayOf()).toEqual([])
})

it('is noticed within 60 s, and responders have links by text message and mail within 120 s', async () => {
  const { now } = await desk.advance('0 s')
  const lostMs = Date.parse(now)
  await desk.fault({ service: 'slack', fault: 'down' })
  await desk.advance('60 s')
  const [away] = await awayOf()
  expect(away).toMatchObject({ backMs: null })
  expect(away!.sinceMs).toBeGreaterThanOrEqual(lostMs)
  await desk.advance('60 s')
  expect(linksIn(await desk.sms('on-call-shop'))).toHaveLength(1)
  const mails = (await desk.mails('on-call-shop')).filter(({ subject }) => subject.includes('responder console'))
  expect(linksIn(mails.map(({ text }) => text))).toHaveLength(1)
  // One piece each, and with a link of their own; a page that is sent meanwhile leads there too.
  for (const text of await desk.sms('on-call-shop')) expect(text.length, text).toBeLessThanOrEqual(160)
  // Nobody has called them yet.
  expect(linksIn(await desk.sms('communication-shop'))).toEqual([])
  expect(await desk.console('on-call-shop', 'status')).toContain('SLACK IS AWAY')
  const metrics = await (await fetch(`${new URL(desk.contract.consoleUrl).origin}/metrics`)).text()
  expect(metrics).toContain('muster_service_away{service="slack"} 1')
  expect((await typesOf()).filter((type) => type === 'moved')).toHaveLength(1)
})

it('opens by a link that a preview cannot use up and nobody can use twice, forge, take elsewhere or keep for ever', async () => {
  const [link = ''] = linksIn(await desk.sms('on-call-shop'))
  for (let look = 0; look < 3; look++) expect((await fetch(link)).status).toBe(200)
  const console = await openConsole(link)
  expect(console.cookie).toMatch(/^muster_respond=/)
  expect(await console.page()).toMatchObject({ status: 200 })
  const again = await fetch(link, { method: 'POST', headers: { origin: new URL(link).origin } })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('has been used')

  expect((await fetch(`${link.slice(0, -3)}abc`)).status).toBe(404)
  expect((await fetch(console.url)).status).toBe(401)
  const elsewhere = console.url.replace(id, 'DR-20200101-0000')
  expect((await atConsole(elsewhere, console.cookie).page()).status).toBe(401)
  const { secret } = desk.sandbox.settings
  const origin = new URL(link).origin
  const nowMs = desk.sandbox.clock.now()
  const about = { incident: id, person: 'dba-shop', link: 'moved-1-sms' }
  const stale = `${origin}/respond/${signConsoleLink(secret, about, nowMs - 1)}`
  expect((await fetch(stale)).status).toBe(410)
  const nobody = `${origin}/respond/${signConsoleLink(secret, { ...about, person: 'mallory' }, nowMs + 1_000)}`
  expect((await fetch(nobody)).status).toBe(404)
  // The secret signs the session, and yet no link has ever opened it.
  const unopened = signSession(secret, { ...about, link: 'moved-9-sms' }, nowMs + 60_000)
  expect((await atConsole(console.url, `muster_respond=${unopened}`).page()).status).toBe(401)
  const foreign = await fetch(console.url, {
    ...{ method: 'POST', headers: { cookie: console.cookie, origin: 'https://evil.example' } },
    body: new URLSearchParams({ command: 'note', words: 'forged' }),
  })
  expect(foreign.status).toBe(403)
  const page = await fetch(console.url, { headers: { cookie: console.cookie } })
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
})

it('takes an acknowledgement, a note and a step that a person does', async () => {
  await desk.replySms('on-call-shop', `LINK ${/LINK (\w+)/.exec((await desk.sms('on-call-shop')).join())?.[1]}`)
  await desk.advance('1 s')
  const console = await openConsole(linksIn(await desk.sms('on-call-shop')).at(-1)!)
  const now = await console.page()
  expect(now.text).toContain('Slack is away')
  expect((await console.press(now, 'Acknowledge')).text).toContain('You have DR-')
  const timeline = await console.page('timeline')
  const noted = await console.press(timeline, 'Note it', { more: 'the disk is full <b>& more' })
  expect(noted.html).toContain('the disk is full &lt;b&gt;&amp; more')
  const steps = await console.page('steps')
  expect((await console.press(steps, 'Done')).text).toContain('Look around is done')
  expect((await desk.incident(id)).view.acknowledged[0]).toMatchObject({
    person: { id: 'on-call-shop' },
    via: 'console',
  })
  const typed = await console.press(await console.page('more'), 'Run', { command: `note DR-20200101-0000 not mine` })
  expect(typed.text).toContain('There is no incident')
  expect((await console.press(await console.page('more'), 'Run', { command: 'declare workshop' })).status).toBe(409)
})

it('approves what is destructive by name and with a code that is good for exactly that', async () => {
  await desk.advance('30 s')
  dba = await openConsole(linksIn(await desk.sms('dba-shop')).at(-1)!)
  const now = await dba.page()
  expect(now.text).toContain('It does exactly this')
  const form = await dba.press(now, 'Approve…')
  expect(form.text).toContain("Type the system's name")
  const wrongName = await dba.press(form, 'Approve', { 'v.name': 'Shop' })
  expect(wrongName.html).toContain('aria-invalid')
  const asked = await dba.press(wrongName, 'Approve', { 'v.name': 'Workshop' })
  expect(asked.text).toContain('A code to confirm it')
  await desk.advance('1 s')
  expect(await plan.lines('ran')).toEqual([])
  const code = digitsIn(await desk.sms('dba-shop'))
  const other = code === '000000' ? '000001' : '000000'
  expect((await dba.press(asked, 'Confirm', { code: other })).text).toContain('4 tries are left')
  // A good code for something else.
  const changed = await dba.press(asked, 'Confirm', { code, command: 'cancel', words: 'false alarm', form: '' })
  expect(changed.text).toContain('has changed')
  expect((await desk.incident(id)).view.phase).toBe('open')
  expect((await dba.press(asked, 'Confirm', { code })).text).toContain('Approved')
  await desk.advance('1 s')
  expect(await plan.lines('ran')).toEqual(['ran'])
  expect((await dba.press(asked, 'Confirm', { code })).status).toBe(200)
  await desk.advance('1 s')
  expect(await plan.lines('ran')).toEqual(['ran'])
})

it('changes a draft, approves it with a code, and it goes out', async () => {
  await until(21)
  const writer = await openConsole(linksIn(await desk.sms('communication-shop')).at(-1)!)
  const draft = await writer.page('messages')
  const form = await writer.press(draft, 'Edit')
  const changed = await writer.press(form, 'Save', { 'v.text': 'Orders fail at present. We repair it.' })
  expect(changed.text).toContain('Changed: the message')
  const asked = await writer.press(changed, 'Approve')
  await desk.advance('1 s')
  expect(
    (await writer.press(asked, 'Confirm', { code: digitsIn(await desk.sms('communication-shop')) })).text,
  ).toContain('Approved')
  const updated = await writer.press(await writer.page('messages'), 'Post update')
  expect(
    (await writer.press(updated, 'Send', { 'v.text': 'Half of the orders are back', 'v.public': 'yes' })).text,
  ).toContain('status page')
  await desk.advance('25 min')
  const mails = (await desk.mailbox()).filter(({ to }) => String(to).includes('customers@'))
  expect(mails.map(({ text }) => text).join()).toContain('Orders fail at present. We repair it.')
})

it('moves back: the channel is filled in once, in order, and says so', async () => {
  await until(62)
  await desk.fault({ service: 'slack', fault: 'off' })
  await desk.advance('5 min')
  const { view } = await desk.incident(id)
  expect(view.slackAway).toMatchObject([{ backMs: expect.any(Number) }])
  // That they were asked by another means stands; what only Slack can do is done.
  expect(view.troubles.filter(({ what }) => !/^ask .* by Slack/.test(what))).toEqual([])
  const room = await desk.channel(view.channel!.name)
  const summaries = room.messages.filter(({ text }) => text.includes('What happened meanwhile, in order:'))
  expect(summaries).toHaveLength(1)
  const { text } = summaries[0]!
  // What was asked in Slack is told by that Slack was away, and what only Slack can do has been done since.
  expect(text).not.toContain('Could not do this')
  const told = ['Slack cannot be reached', 'acknowledged in the console', 'the disk is full', 'approved'].map((words) =>
    text.indexOf(words),
  )
  expect(told.every((at) => at > 0)).toBe(true)
  expect(told).toEqual([...told].sort((a, b) => a - b))
  expect(room.messages.map((message) => message.text).join('\n')).toContain('Slack is back after')
  expect(JSON.stringify((await desk.board(room.id)).blocks)).toContain('Slack was away from')
  // How it ends is shown in test/web/responder/console.test.ts.
  expect(await dba.page()).toMatchObject({ status: 200 })
})

/** Somebody subscribes to the status page, with a real mail in between. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { mailsTo } from './told.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const post = (url: string, form: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form) })

it('asks, gets one mail, confirms with its link', async () => {
  const { statusUrl } = desk.contract
  expect((await post(`${statusUrl}/subscribe`, { email: 'ana@example.com', plan: 'mcp-debate' })).status).toBe(200)
  const [mail] = await desk.until(
    () => mailsTo(desk, 'ana@example.com'),
    (mails) => mails.length === 1,
  )
  expect(mail!.subject).toBe('Please confirm: news about MCP Debate Platform')
  const link = mail!.links.find((one) => one.includes('/confirm/'))!
  expect(await (await fetch(link)).text()).toContain('<button>Confirm</button>')
  expect(await (await post(link)).text()).toContain('You are subscribed')
  expect((await fetch(link)).status).toBe(404)
})

it('asks for all systems in words that name none', async () => {
  await post(`${desk.contract.statusUrl}/subscribe`, { email: 'bob@example.com', plan: 'all' })
  const [mail] = await desk.until(
    () => mailsTo(desk, 'bob@example.com'),
    (mails) => mails.length === 1,
  )
  expect(mail!.subject).toBe('Please confirm: news about all systems')
})

it('tells whoever has confirmed what the page says, once each time, until they leave by the link', async () => {
  const incident = await desk.declare('on-call-engineer', 'mcp-debate S2 p1 <b>secret</b> table is gone')
  await desk.advance('5 s')
  const first = (await mailsTo(desk, 'ana@example.com')).slice(1)
  expect(first).toHaveLength(1)
  expect(first[0]!.text).toContain('MCP Debate Platform')
  expect(first[0]!.text).not.toContain('secret')
  // Who has not confirmed gets nothing but the mail that asks.
  expect(await mailsTo(desk, 'bob@example.com')).toHaveLength(1)

  await desk.type('technical-lead', `/dr update ${incident.id} public We restore a backup`)
  await desk.type('technical-lead', `/dr severity ${incident.id} p2`)
  await desk.advance('6 min')
  const second = (await mailsTo(desk, 'ana@example.com')).slice(2)
  expect(second.map(({ text }) => text.includes('We restore a backup'))).toEqual([true])

  const link = second[0]!.links.find((one) => one.includes('/unsubscribe/'))!
  expect(await (await fetch(link)).text()).toContain('<button')
  expect((await post(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  await desk.type('technical-lead', `/dr resolve ${incident.id} public All is well`)
  await desk.advance('1 min')
  expect(await mailsTo(desk, 'ana@example.com')).toHaveLength(3)
})

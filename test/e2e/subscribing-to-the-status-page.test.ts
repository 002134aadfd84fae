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

/** Everybody is asked whether they can be reached, and confirms by button, by text message and by the link in a mail; a dead account is found by looking. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  expect(await desk.type('cto', '/dr readiness test mcp-debate')).toMatch(
    /people of MCP Debate System are asked to confirm/,
  )
  // Who is asked in the evening is asked at ten the next morning: the sandbox begins at the hour that it is.
  await desk.advance('15h')
})
afterAll(() => desk.close())

const line = async () =>
  (await desk.type('cto', '/dr readiness mcp-debate')).split('\n').find((one) => one.includes('*Contacts*'))

it('by the button of the direct message, and only by whoever got it', async () => {
  const { channel, messages } = await desk.directMessages('cto')
  const message = messages.find(({ text }) => text.startsWith('Nothing is wrong.'))!
  expect(await desk.press('cto', { channel, message }, 'readiness')).toContain('Thank you')
  expect(await desk.press('cto', { channel, message }, 'readiness')).toContain('confirmed that already')
  expect(await line()).toContain('*Contacts*: 1 of ')
})

it('by text message, from the telephone that got it and from no other', async () => {
  const [sms] = (await desk.sms('cto')).filter((text) => text.startsWith('Nothing is wrong'))
  const code = /OK (\w{6})$/.exec(sms!)![1]!
  await desk.replySms('technical-lead', `OK ${code}`)
  expect(await line()).toContain('*Contacts*: 1 of ')
  await desk.replySms('cto', `ok ${code.toLowerCase()}.`)
  expect(await line()).toContain('*Contacts*: 2 of ')
})

it('by the link in the mail, which opens without confirming anything', async () => {
  const mail = (await desk.mails('cto')).find(({ subject }) => subject.startsWith('Nothing is wrong'))!
  const link = mail.links.find((one) => one.includes('/hooks/c/'))!
  expect(await (await fetch(link)).text()).toContain('Nothing is wrong')
  expect(await line()).toContain('*Contacts*: 2 of ')
  expect(await (await fetch(link, { method: 'POST' })).text()).toContain('Thank you')
  expect(await line()).toContain('*Contacts*: 3 of ')
  expect(
    (
      await fetch(
        // In its middle: the last sign of such a token has bits that mean nothing.
        link.replace(/.(?=.{5}$)/, (one) => (one === 'A' ? 'B' : 'A')),
        { method: 'POST' },
      )
    ).status,
  ).toBe(404)
})

it('the next morning what a page needs is looked at', async () => {
  await desk.advance('24h')
  expect(await desk.type('cto', '/dr readiness mcp-debate')).toMatch(/\*What a page needs\*: .*looked at today/)
})

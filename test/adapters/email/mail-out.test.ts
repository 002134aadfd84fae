/** Mail to many: each their own, once, at the server's pace, and none of them lost because others were refused. */
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailSim, type ReceivedMail, startMailSim } from '../../../sim/mail/mail.ts'
import { deliveryKey } from '../../../src/adapters/deliver-once.ts'
import { createMailOut, type MailOutOptions, type MailRecipient } from '../../../src/adapters/email/mail-out.ts'
import { MINUTE, SECOND } from '../../incident/story.ts'
import { getJson, surroundings } from '../../sim/surroundings.ts'
import { type Desk, openDesk } from '../incident.ts'

let around: ReturnType<typeof surroundings>
let sim: MailSim
let desk: Desk
beforeEach(async () => {
  around = surroundings()
  sim = await startMailSim({ ...around, credentials: { user: 'muster', pass: 'pass' } })
  desk = openDesk()
})
afterEach(() => sim.close())

const words = { subject: 'The Shop is down', text: 'We are on it.\n', html: '<p>We are on it.</p>' }
const out = (more: Partial<MailOutOptions> = {}) =>
  createMailOut({
    url: `smtp://${sim.smtp.host}:${sim.smtp.port}`,
    from: 'Muster <muster@example.com>',
    replyTo: 'team@example.com',
    perSecond: 1_000,
    ...more,
  })
const people = (count: number, name = 'reader'): MailRecipient[] =>
  Array.from({ length: count }, (_, n) => ({ address: `${name}-${n}@customer.example` }))
const mails = async () => (await getJson(sim.mailboxUrl)) as ReceivedMail[]
const toldOf = async () => (await mails()).map(({ to }) => String(to)).toSorted()

it('200 people get one mail each, with answers to the team', async () => {
  const outcome = await out()(people(200), words, { carrying: desk.carrying() })
  expect(outcome).toEqual({ ok: true, detail: { total: 200, sent: 200, failed: 0, failures: [] } })
  expect(new Set(await toldOf()).size).toBe(200)
  const received = await mails()
  expect(received).toHaveLength(200)
  expect(received.every(({ to, headers }) => to.length === 1 && headers['reply-to'] === 'team@example.com')).toBe(true)
})

it('half of them refused for good: the other half is told, and the counts say so', async () => {
  around.faults.set({ service: 'email', fault: 'error', status: 550, match: 'gone-' })
  const all = [...people(100, 'gone'), ...people(100)]
  const outcome = await out()(all, words, { carrying: desk.carrying() })
  expect(outcome).toMatchObject({ ok: true, detail: { total: 200, sent: 100, failed: 100 } })
  expect(JSON.stringify(outcome)).not.toContain('@')
  expect(await mails()).toHaveLength(100)
})

it('half of them refused for now: they alone are tried again, and not at once', async () => {
  around.faults.set({ service: 'email', fault: 'error', status: 450, match: 'grey-' })
  const all = [...people(100, 'grey'), ...people(100)]
  const carrying = desk.carrying()
  const wall = { now: () => 0, sleep: async () => {} }
  const first = await out({ wall })(all, words, { carrying })
  expect(first).toMatchObject({
    ok: false,
    retryAtMs: carrying.atMs + MINUTE,
    detail: { total: 200, sent: 100, waiting: 100, waitReason: 'The mail server refused the mail for now (450).' },
  })
  expect(first).not.toHaveProperty('permanent')
  around.faults.clear('email')
  expect(await out()(all, words, { carrying })).toMatchObject({ ok: true, detail: { sent: 200, failed: 0 } })
  expect(await mails()).toHaveLength(200)
})

it('a server that goes away in the middle costs nobody their mail, and gives nobody two', async () => {
  const carrying = desk.carrying()
  around.faults.set({ service: 'email', fault: 'down', match: 'RCPT', count: 7 })
  expect(await out()(people(30), words, { carrying })).toMatchObject({ ok: false, detail: { total: 30 } })
  around.faults.clear('email')
  expect(await out()(people(30), words, { carrying })).toMatchObject({ ok: true, detail: { sent: 30 } })
  expect(new Set(await toldOf()).size).toBe(30)
  expect(await mails()).toHaveLength(30)
})

it('a mail that may have gone out before a crash is repeated under the same Message-ID', async () => {
  const carrying = desk.carrying()
  const [reader] = people(1)
  const dying = { ...carrying.ledger, end: () => Promise.reject(new Error('killed')) }
  await out()([reader!], words, { carrying: { ...carrying, ledger: dying } })
  expect(await out()([reader!], words, { carrying })).toMatchObject({ ok: true, detail: { sent: 1 } })
  const ids = (await mails()).map(({ headers }) => headers['message-id'])
  expect(ids).toHaveLength(2)
  expect(new Set(ids)).toEqual(
    new Set([`<${carrying.ledger.placeOf(deliveryKey(carrying), reader!.address).recipient}@example.com>`]),
  )
})

describe('whoever is on a list', () => {
  const unsubscribeUrl = 'https://muster.example/status/unsubscribe/token'

  it('can leave it by one click of their mail program, and reads words of their own', async () => {
    const reader = { address: 'reader@customer.example', unsubscribeUrl }
    const own = (to: MailRecipient) => ({ ...words, text: `Leave: ${to.unsubscribeUrl}` })
    await out()([reader], own, { carrying: desk.carrying() })
    const [mail] = await mails()
    expect(mail?.links).toContain(unsubscribeUrl)
    expect(mail?.headers).toMatchObject({
      'list-unsubscribe': `<${unsubscribeUrl}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    })
  })

  it('can rely on the headers by which they leave, which the domain signs', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const dkim = { domain: 'example.com', selector: 'muster', privateKey: pem }
    const reader = { address: 'reader@customer.example', unsubscribeUrl }
    expect(await out({ dkim })([reader], words, { carrying: desk.carrying() })).toMatchObject({ ok: true })
    const signature = (await mails())[0]?.headers['dkim-signature'] ?? ''
    expect(signature).toMatch(/d=example\.com;/)
    expect(signature).toMatch(/s=muster;/)
    const signed = /\sh=([^;]+);/.exec(signature)?.[1]?.replaceAll(/\s/g, '').toLowerCase().split(':')
    for (const header of ['from', 'to', 'subject', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']) {
      expect(signed).toContain(header)
    }
  })

  it('is asked nothing by mail that is on no list', async () => {
    await out()(people(1), words, { carrying: desk.carrying() })
    expect((await mails())[0]?.headers).not.toHaveProperty('list-unsubscribe')
  })
})

it('keeps to the server’s rate, and says by when it will be through', async () => {
  const closing = new AbortController()
  const wall = { now: () => 0, sleep: async () => closing.abort() }
  const carrying = desk.carrying({ closing: closing.signal })
  const outcome = await out({ perSecond: 10, wall })(people(200), words, { carrying })
  expect(outcome).toMatchObject({ ok: false, detail: { sent: 1, waiting: 199, waitReason: '10 mails a second' } })
  expect(outcome.detail?.waitUntilMs).toBe(carrying.atMs + 19.9 * SECOND)
})

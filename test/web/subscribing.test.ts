/** Subscribing by mail, as browsers, mail programs and nosy people do it. */
import { expect, test } from 'vitest'
import { createMemorySubscribers } from '../../src/engine/subscriber-store.ts'
import { createSubscribers } from '../../src/program/subscribers.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { bank } from '../commands/plans.ts'
import { testPlan } from '../incident/test-plan.ts'
import { ORIGIN, openSite } from './site.ts'

const HOUR = 60 * MINUTE
const ANA = 'ana@example.com'

async function open() {
  const desk = await openDesk(testPlan(), bank)
  const mails: { address: string; url: string; plan: string | null }[] = []
  let count = 0
  let mailWorks = true
  const warned: string[] = []
  const subscribers = createSubscribers({
    store: createMemorySubscribers(),
    async sendConfirmation(address, url, plan) {
      if (!mailWorks) throw new Error('the mail server is away')
      mails.push({ address, url, plan })
    },
    secret: 'sixteen characters',
    random: (bytes) => (++count).toString(16).padStart(bytes * 2, '0'),
    nowMs: desk.clock.now,
    statusUrl: () => `${ORIGIN}/status`,
    logger: { warn: (_, message) => warned.push(message) },
  })
  const site = openSite(desk, { kind: 'open' }, { subscribing: subscribers })
  const post = async (path: string, form: Record<string, string> = {}, headers = {}) => {
    const response = await site.web.request(path.startsWith('http') ? path : `${ORIGIN}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    })
    await subscribers.settled()
    return response
  }
  const text = async (url: string) => (await site.web.request(url)).text()
  const subscribe = (email: string, plan = 'shop', headers = {}) => post('/status/subscribe', { email, plan }, headers)
  const told = async (plan: string) => (await subscribers.confirmedFor(plan)).map(({ address }) => address)
  const breakMail = () => {
    mailWorks = false
  }
  return { desk, site, subscribers, mails, warned, post, text, subscribe, told, breakMail }
}

test('the form stands on the page only when mail is set up', async () => {
  const { site, desk } = await open()
  expect(await (await site.get('/status')).text()).toContain('action="/status/subscribe"')
  expect(await (await site.get('/status/shop')).text()).toContain('<input type="hidden" name="plan" value="shop">')
  const without = openSite(desk)
  expect(await (await without.get('/status')).text()).not.toContain('<form')
  expect((await without.web.request(`${ORIGIN}/status/subscribe`, { method: 'POST' })).status).toBe(404)
})

test('asked, confirmed by the button and not by opening the link, told, ended', async () => {
  const { mails, subscribe, post, text, told, subscribers } = await open()
  const answer = await subscribe(ANA)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Look into your mail')
  expect(mails).toEqual([{ address: ANA, url: expect.stringMatching(`^${ORIGIN}/status/confirm/`), plan: 'shop' }])
  const { url } = mails[0]!
  for (let scan = 0; scan < 3; scan++) expect(await text(url)).toContain('<button>Confirm</button>')
  expect(await told('shop')).toEqual([])
  expect(await (await post(url)).text()).toContain('You are subscribed')
  expect(await told('shop')).toEqual([ANA])
  expect(await told('bank')).toEqual([])
  expect((await post(url)).status).toBe(404)

  const [{ unsubscribeUrl } = { unsubscribeUrl: '' }] = await subscribers.confirmedFor('shop')
  expect(await text(unsubscribeUrl)).toContain('<button>Unsubscribe</button>')
  expect(await told('shop')).toEqual([ANA])
  // As a mail program does it, RFC 8058.
  expect((await post(unsubscribeUrl, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  expect(await told('shop')).toEqual([])
  expect((await post(unsubscribeUrl)).status).toBe(200)
})

test('all systems at once', async () => {
  const { mails, subscribe, post, told } = await open()
  await subscribe(ANA, 'all')
  expect(mails[0]?.plan).toBeNull()
  await post(mails[0]!.url)
  expect([await told('shop'), await told('bank')]).toEqual([[ANA], [ANA]])
})

test('the answer is the same for who is subscribed, who waits and who is unknown', async () => {
  const { mails, subscribe, post } = await open()
  const first = await (await subscribe(ANA)).text()
  await post(mails[0]!.url)
  expect(await (await subscribe(ANA)).text()).toBe(first)
  expect(await (await subscribe('bob@example.com')).text()).toBe(first)
  expect(mails.map(({ address }) => address)).toEqual([ANA, 'bob@example.com'])
})

test('nobody is flooded: three mails to an address in a day, ten for a client in an hour, and no word of it', async () => {
  const { desk, mails, subscribe } = await open()
  for (let time = 0; time < 5; time++) expect((await subscribe(time % 2 ? ANA : ANA.toUpperCase())).status).toBe(200)
  expect(mails).toHaveLength(3)
  await desk.advance(25 * HOUR)
  await subscribe(ANA)
  expect(mails).toHaveLength(4)
  const from = (client: string) => ({ 'x-forwarded-for': `198.51.100.7, ${client}` })
  for (let time = 0; time < 12; time++) {
    expect((await subscribe(`someone-${time}@example.com`, 'shop', from('203.0.113.9'))).status).toBe(200)
  }
  expect(mails).toHaveLength(4 + 10)
  await subscribe('another@example.com', 'shop', from('203.0.113.10'))
  expect(mails).toHaveLength(4 + 11)
})

test.each([
  '',
  'ana',
  'ana@',
  'a b@example.com',
  'ana@example.com\nBcc: bob@example.com',
  `${'a'.repeat(250)}@example.com`,
])('what is no address is refused with the form again: %j', async (address) => {
  const { mails, subscribe } = await open()
  const answer = await subscribe(address)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('aria-invalid="true" aria-describedby="subscribe-problem"')
  expect(mails).toEqual([])
})

test('what is typed is shown again as text', async () => {
  const { subscribe } = await open()
  expect(await (await subscribe('"><script>alert(1)</script>')).text()).not.toContain('<script')
})

test('links that are old, damaged or for something else do nothing', async () => {
  const { desk, mails, subscribe, post, site, subscribers, told } = await open()
  await subscribe(ANA)
  const { url } = mails[0]!
  expect((await post(`${url}0`)).status).toBe(404)
  await desk.advance(49 * HOUR)
  expect((await post(url)).status).toBe(404)
  await subscribe(ANA)
  await post(mails[1]!.url)
  const [{ unsubscribeUrl } = { unsubscribeUrl: '' }] = await subscribers.confirmedFor('shop')
  const forged = unsubscribeUrl.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
  expect((await post(forged)).status).toBe(404)
  expect((await post('/status/unsubscribe/x')).status).toBe(404)
  expect(await told('shop')).toEqual([ANA])
  expect((await post('/status/subscribe', { email: ANA, plan: 'nothing' })).status).toBe(404)
  expect((await site.get(unsubscribeUrl.slice(ORIGIN.length))).headers.get('cache-control')).toBe('no-store')
})

test('a mail server that is away is logged, without the address, and the answer stays the same', async () => {
  const { subscribe, warned, breakMail } = await open()
  breakMail()
  expect((await subscribe(ANA)).status).toBe(200)
  expect(warned).toEqual(['a mail that asks to confirm a subscription could not be sent'])
})

test('everything about an address can be erased', async () => {
  const { mails, subscribe, post, subscribers, told } = await open()
  await subscribe(ANA)
  await post(mails[0]!.url)
  await subscribe(ANA, 'bank')
  expect(await subscribers.erase(ANA)).toBe(2)
  expect(await told('shop')).toEqual([])
})

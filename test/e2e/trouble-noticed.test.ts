/** Trouble is noticed before anybody says it: the patient is broken, or another monitor raises an alert, and people are asked whether it is an incident. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan } from './plan-file.ts'

const ON_CALL = 'on-call-shop'
let desk: Desk
beforeEach(async () => {
  desk = await openDesk({ environment: { PATH: process.env.PATH } })
  await desk.advance('30 s')
})
afterEach(() => desk.close())

const told = async () => (await desk.directMessages(ON_CALL)).messages.map(({ text }) => text)
const newest = async () => {
  const { channel, messages } = await desk.directMessages(ON_CALL)
  return { channel, message: messages.at(-1)! }
}
/** The value of the newest message's button that begins so. */
const button = async (word: string) => {
  const { message } = await newest()
  const values = message.blocks.flatMap(({ elements }) => elements ?? []).flatMap(({ value }) => value ?? [])
  return values.find((value) => value.includes(`|${word} `))!
}
const pushed = async (word: string) => {
  const before = (await desk.forms(ON_CALL)).length
  await desk.push(ON_CALL, await newest(), 'alerts', { value: await button(word) })
  const forms = await desk.until(
    () => desk.forms(ON_CALL),
    (open) => open.length > before,
  )
  return forms.at(-1)!
}
const alert = async (body: object, path = 'json/patient') => {
  const { url, secret } = desk.contract.alerts
  const headers = { authorization: `Bearer ${secret}` }
  return (await fetch(`${url}/${path}`, { method: 'POST', body: JSON.stringify(body), headers })).status
}

it('the shop is killed: who is on call is asked, and declares with what has been seen', async () => {
  expect(await desk.type(ON_CALL, '/dr alerts patient')).toMatch(
    /Nothing is proposed\.\n\*Probes:\*\n• well: The shop says that it is well, since .*, usually in \d+ ms/,
  )
  expect(await told()).toEqual([])
  await desk.fault({ service: 'patient', fault: 'kill' })
  await desk.advance('1 min')
  expect(await told()).toEqual([expect.stringMatching(/^Corner Shop: failing: The shop says that it is well/)])
  expect((await desk.sms(ON_CALL)).at(-1)).toContain('failing: The shop')
  const shown = await desk.type(ON_CALL, '/dr alerts patient')
  expect(shown).toContain('*Is it an incident?*')
  expect(shown).toMatch(
    /\*failed\*: The shop says that it is well, since .* \(GET .* no answer from 127\.0\.0\.1|connection refused/,
  )
  expect(shown).toContain('"Service down", severity Critical')

  await desk.sandbox.services.slack.event(ON_CALL, { type: 'app_home_opened', tab: 'home', channel: 'D1' })
  await desk.sandbox.muster.slackSettled()
  expect(JSON.stringify(await desk.forms(ON_CALL))).toContain('*Is it an incident?*')

  const form = await pushed('declare')
  expect(form.callback_id).toBe('declare')
  const filled = JSON.stringify(form)
  for (const known of ['service-down', 'critical', 'failing: The shop', 'initial_date_time'])
    expect(filled).toContain(known)
  const noticedMs = Date.parse(desk.contract.now)
  const since = new Date(Math.floor(noticedMs / 1_000) * 1_000).toISOString()
  await desk.submit(ON_CALL, form, {
    ...{ plan: 'patient', scenario: 'service-down', severity: 'critical', seen: 'The shop does not answer', since },
  })
  const { view } = await desk.until(
    () => desk.incident(),
    ({ view }) => view.id !== '',
  )
  expect(view).toMatchObject({ scenario: { id: 'service-down' }, seen: 'The shop does not answer' })
  // The watch has heard of it: what shows up from now on is told to the incident, and asked of nobody.
  await desk.until(
    () => desk.type(ON_CALL, '/dr alerts patient'),
    (text) => text.includes('Nothing is proposed.'),
  )
  await alert({ name: 'QueueTooLong' })
  await desk.advance('30 min')
  const texts = (await desk.incident()).events.flatMap((event) => (event.type === 'noted' ? [event.text.private] : []))
  expect(texts).toEqual([expect.stringMatching(/^Seen since .* UTC; An alert that the plan does not know\.$/)])
  const after = await desk.type(ON_CALL, '/dr alerts patient')
  expect(after).toContain('Nothing is proposed.')
  expect((await desk.incidents()).filter((one) => one.view.plan.id === 'patient')).toHaveLength(1)
})

it('what recovers by itself is told, and nobody has to answer', async () => {
  await desk.fault({ service: 'patient', fault: 'kill' })
  await desk.advance('1 min')
  const { binDir, environment } = desk.sandbox.patient!
  await promisify(execFile)(path.join(binDir, 'patientctl'), ['start'], {
    env: { PATH: process.env.PATH, ...environment },
  })
  await desk.advance('1 min')
  expect((await told()).at(-1)).toMatch(/^Corner Shop: well again: The shop says that it is well/)
  expect(await desk.incidents()).toEqual([])
})

it('nobody answers: it is asked again and again, and louder', async () => {
  await desk.fault({ service: 'patient', fault: 'drop-database' })
  await desk.advance('1 min')
  const before = (await told()).length
  await desk.advance('21 min')
  const later = (await told()).slice(before)
  expect(later[0]).toMatch(/^Corner Shop: nobody has answered yet; /)
  expect(later).toHaveLength(1)
  // A quarter of an hour later it is the next one's turn.
  const backup = (await desk.directMessages('on-call-shop-backup')).messages.map(({ text }) => text)
  expect(backup).toEqual([expect.stringMatching(/^Corner Shop: nobody has answered yet; /)])
})

it('an alert that nobody knows is asked about, and dismissed with a reason', async () => {
  expect(await alert({ name: 'QueueTooLong', text: '1200 orders wait' })).toBe(200)
  await desk.advance('10 s')
  expect((await told()).at(-1)).toMatch(/^Corner Shop: An alert that the plan does not know/)
  expect(await desk.type(ON_CALL, '/dr alerts patient')).toContain('QueueTooLong: 1200 orders wait')
  const form = await pushed('dismiss')
  expect(form.callback_id).toBe('alerts')
  const refused = await desk.submit(ON_CALL, form, {
    answer: JSON.stringify(form).match(/dismiss patient p\d+/)![0],
    reason: ' ',
  })
  expect(JSON.stringify(refused)).toContain('Say why it is none')
  await desk.submit(ON_CALL, form, {
    answer: JSON.stringify(form).match(/dismiss patient p\d+/)![0],
    reason: 'a sale has begun',
  })
  const after = await desk.type(ON_CALL, '/dr alerts patient')
  expect(after).toContain('Nothing is proposed.')
  expect(after).toMatch(/\*Lately:\*\n• asked .*: no incident, said after 10 s, in time \(a sale has begun\)/)
  await alert({ name: 'QueueTooLong', text: '1300 orders wait' })
  await desk.advance('1 h')
  expect(await desk.type(ON_CALL, '/dr alerts patient')).toContain('Nothing is proposed.')
})

it('later is an answer as well', async () => {
  await alert({ name: 'QueueTooLong' })
  await desk.advance('10 s')
  expect(await desk.press(ON_CALL, await newest(), 'alerts', { value: await button('snooze') })).toContain(
    '*Later*: it is asked again',
  )
  const before = (await told()).length
  await desk.advance('29 min')
  expect(await told()).toHaveLength(before)
  await desk.advance('1 min')
  expect((await told()).at(-1)).toMatch(/^Corner Shop: it is still so; /)
})

it('what is known by number has to last', async () => {
  const errors = (value: number) => alert({ name: 'ShopErrors', value })
  await errors(10)
  await desk.advance('5 min')
  expect(await told()).toEqual([])
  await errors(12)
  await desk.advance('1 min 50 s')
  expect(await told()).toEqual([])
  await desk.advance('15 s')
  expect((await told()).at(-1)).toMatch(/^Corner Shop: More than 10 % errors/)
})

it('a sender without the secret is refused', async () => {
  const { url } = desk.contract.alerts
  const response = await fetch(`${url}/json/patient`, { method: 'POST', body: '{"name":"Fire"}' })
  expect(response.status).toBe(401)
  expect(await alert({ name: 'Fire' }, 'json/nowhere')).toBe(404)
})

it('where the plan asks nobody, one incident is declared by itself, whatever else fails', async () => {
  await desk.close()
  const plan = await copyOfPlan('patient')
  await plan.edit('reaction: page', 'reaction: declare')
  desk = await openDesk({ plans: [plan.file], environment: { PATH: process.env.PATH } })
  await desk.fault({ service: 'patient', fault: 'drop-database' })
  await desk.advance('2 min')
  const { view, events } = await desk.incident()
  expect(view).toMatchObject({ mode: 'real', severity: { id: 'critical' }, declared: { by: { id: 'system' } } })
  expect(view.seen).toContain('failing: Orders can be read')
  expect(events.find(({ type }) => type === 'declared')).toMatchObject({ outageStartMs: expect.any(Number) })
  await alert({ name: 'QueueTooLong' })
  await desk.advance('1 h')
  expect(await desk.incidents()).toHaveLength(1)
  expect(await desk.type(ON_CALL, '/dr alerts patient')).toContain('Nothing is proposed.')
  await plan.remove()
}, 60_000)

import { once } from 'node:events'
import { connect } from 'node:net'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MailSim, startMailSim } from '../../../sim/mail/mail.ts'
import { getJson, STARTED_AT, surroundings } from '../surroundings.ts'

const CREDENTIALS = { user: 'muster', pass: 'secret' }
const LINK = 'https://console.example.org/ack?incident=1&sig=a%2Bb'
const around = surroundings()
let sim: MailSim
beforeEach(async () => {
  around.faults.clear()
  sim = await startMailSim({ ...around, credentials: CREDENTIALS })
})
afterEach(() => sim.close())

const send = (more: object = {}, auth?: typeof CREDENTIALS) =>
  createTransport({ ...sim.smtp, ...(auth && { auth }) }).sendMail({
    from: 'Muster <muster@example.org>',
    to: ['ana@example.org', 'ben@example.org'],
    subject: 'SEV1: Ausfall der Datenbank – bitte bestätigen',
    text: `Die Datenbank ist weg. Bestätigen: ${LINK}.\n${'lange Zeile '.repeat(20)}`,
    html: `<p>Die Datenbank ist weg. <a href="${LINK.replace('&', '&amp;')}">Bestätigen</a></p>`,
    ...more,
  })
const mailbox = () => getJson(sim.mailboxUrl)

test('a mail is taken and shown parsed, whatever its encodings', async () => {
  await send()
  const [mail] = await mailbox()
  expect(mail).toMatchObject({
    at: STARTED_AT,
    from: 'muster@example.org',
    to: ['ana@example.org', 'ben@example.org'],
    subject: 'SEV1: Ausfall der Datenbank – bitte bestätigen',
    links: [LINK],
  })
  expect(mail.text).toContain('Bestätigen: https://console.example.org/ack')
  expect(mail.html).toContain('>Bestätigen</a>')
})

test('AUTH is possible, and wrong credentials are refused', async () => {
  await send({}, CREDENTIALS)
  await expect(send({}, { user: 'muster', pass: 'wrong' })).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 })
  expect(await mailbox()).toHaveLength(1)
})

test.each([
  [{ fault: 'error', status: 550 }, 550],
  [{ fault: 'error', status: 451 }, 451],
  [{ fault: 'error' }, 451],
  [{ fault: 'rate-limit' }, 451],
])('%j refuses the recipients', async (fault, responseCode) => {
  around.faults.set({ service: 'email', ...fault })
  await expect(send()).rejects.toMatchObject({ code: 'EENVELOPE', responseCode })
  around.faults.clear()
  await send()
  expect(await mailbox()).toHaveLength(1)
})

test('a fault may pick one recipient, or the data', async () => {
  around.faults.set({ service: 'email', fault: 'error', status: 550, match: 'ben@' })
  expect(await send()).toMatchObject({ accepted: ['ana@example.org'], rejected: ['ben@example.org'] })
  expect((await mailbox())[0].to).toEqual(['ana@example.org'])
  around.faults.set({ service: 'email', fault: 'error', status: 552, match: 'DATA', count: 1 })
  await expect(send({ to: 'ana@example.org' })).rejects.toMatchObject({ code: 'EMESSAGE', responseCode: 552 })
})

test('a server that is down cuts the connection, for as many mails as asked', async () => {
  around.faults.set({ service: 'email', fault: 'down', count: 1 })
  await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ESOCKET|ECONNRESET/) })
  around.faults.set({ service: 'email', fault: 'down', match: 'ana@', count: 1 })
  await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ESOCKET|ECONNRESET/) })
  await send()
  expect(await mailbox()).toHaveLength(1)
})

test('a slow server answers late', async () => {
  around.faults.set({ service: 'email', fault: 'slow', delayMs: 120, count: 1 })
  const startedAtMs = performance.now()
  await send()
  expect(performance.now() - startedAtMs).toBeGreaterThan(110)
})

test('a sender that dies in the middle of its mail leaves no mail and does no harm', async () => {
  const socket = connect(sim.smtp.port, sim.smtp.host)
  const lines = ['EHLO bot', 'MAIL FROM:<a@example.org>', 'RCPT TO:<ana@example.org>', 'DATA', 'Subject: half a']
  for (const line of lines) {
    await once(socket, 'data')
    socket.write(`${line}\r\n`)
  }
  socket.destroy()
  await send()
  expect(await mailbox()).toHaveLength(1)
})

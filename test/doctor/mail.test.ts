import { expect, test } from 'vitest'
import { mail } from '../../src/doctor/mail.ts'
import { findingsOf, mailSettings, subjectOf } from './patient.ts'

test('a mail server that takes our login is asked to send nothing', async () => {
  const { settings, sim } = await mailSettings()
  expect(await findingsOf(mail, subjectOf(settings))).toMatchObject([
    { level: 'ok', what: expect.stringContaining('sent as dr@example.com') },
  ])
  expect(await (await fetch(sim.mailboxUrl)).json()).toEqual([])
  expect(await findingsOf(mail, subjectOf())).toMatchObject([{ level: 'skipped', what: 'Mail is off' }])
})

test('a wrong password, and no server', async () => {
  const { address, settings, faults } = await mailSettings()
  const url = address({ user: 'muster', pass: 'wrong' })
  expect(await findingsOf(mail, subjectOf({ email: { ...settings.email, url } }))).toMatchObject([
    {
      level: 'error',
      why: expect.stringContaining('credentials'),
      remedy: expect.stringMatching(/^Correct user and password/),
    },
  ])
  faults.set({ service: 'email', fault: 'down' })
  expect(await findingsOf(mail, subjectOf(settings))).toMatchObject([
    { level: 'error', remedy: expect.stringMatching(/^Correct host and port in SMTP_URL/) },
  ])
})

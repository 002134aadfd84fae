/** The doctor's Twilio checks, by Twilio's own SDK against the simulated account. */
import { expect, test } from 'vitest'
import { openDoor } from '../../sim/http/door.ts'
import { twilioAccount } from '../../src/doctor/twilio-account.ts'
import { twilioNumber } from '../../src/doctor/twilio-number.ts'
import { findingsOf, setAnswersUrl, subjectOf, twilioSettings } from './patient.ts'

test('the account is active', async () => {
  const { settings } = await twilioSettings()
  expect(await findingsOf(twilioAccount, subjectOf(settings))).toMatchObject([{ level: 'ok' }])
  expect(await findingsOf(twilioAccount, subjectOf())).toMatchObject([
    { level: 'skipped', remedy: expect.stringContaining('TWILIO_ACCOUNT_SID') },
  ])
})

test('credentials that Twilio does not know, and Twilio out of reach', async () => {
  const { settings, faults } = await twilioSettings()
  const twilio = { ...settings.twilio, authToken: 'wrong' }
  expect(await findingsOf(twilioAccount, subjectOf({ twilio }))).toMatchObject([
    {
      level: 'error',
      why: expect.stringContaining('credentials'),
      remedy: expect.stringMatching(/^Set TWILIO_ACCOUNT_SID/),
    },
  ])
  faults.set({ service: 'twilio', fault: 'down' })
  expect(await findingsOf(twilioNumber, subjectOf(settings))).toMatchObject([
    { level: 'error', remedy: expect.stringContaining('reach api.twilio.com') },
  ])
})

/** An account in a state that the simulated one never is in. */
test.each([
  [{ status: 'suspended', type: 'Full' }, 'error', 'The Twilio account is suspended'],
  [{ status: 'active', type: 'Trial' }, 'warning', 'The Twilio account is a trial'],
])('an account that is %j', async (account, level, what) => {
  const { settings } = await twilioSettings()
  const door = await openDoor({ handle: () => ({ status: 200, body: account }) })
  const twilio = { ...settings.twilio, baseUrl: door.url }
  const found = await findingsOf(twilioAccount, subjectOf({ twilio }))
  await door.close()
  expect(found).toMatchObject([{ level, what, remedy: expect.stringContaining('console.twilio.com') }])
})

test('the number is ours and can do both', async () => {
  const { settings } = await twilioSettings()
  expect(await findingsOf(twilioNumber, subjectOf(settings))).toMatchObject([
    { level: 'ok', what: '+15005550100 can send text messages and call' },
  ])
  const twilio = { ...settings.twilio, from: '+15005550199' }
  expect(await findingsOf(twilioNumber, subjectOf({ twilio }))).toMatchObject([
    {
      level: 'error',
      what: '+15005550199 does not belong to the account',
      remedy: expect.stringContaining('TWILIO_FROM'),
    },
  ])
})

test('every number of several is looked at', async () => {
  const { settings } = await twilioSettings()
  const twilio = { ...settings.twilio, alsoFrom: ['+15005550199'] }
  expect(await findingsOf(twilioNumber, subjectOf({ twilio }))).toMatchObject([
    { level: 'ok', what: '+15005550100 can send text messages and call' },
    { level: 'error', what: '+15005550199 does not belong to the account' },
  ])
})

test('a number without a voice', async () => {
  const { settings } = await twilioSettings()
  const number = { phone_number: '+15005550100', capabilities: { sms: true, voice: false }, sms_url: '' }
  const door = await openDoor({ handle: () => ({ status: 200, body: { incoming_phone_numbers: [number] } }) })
  const found = await findingsOf(twilioNumber, subjectOf({ twilio: { ...settings.twilio, baseUrl: door.url } }))
  await door.close()
  expect(found).toMatchObject([{ level: 'error', what: '+15005550100 cannot do phone calls' }])
})

test('answers come to Muster when the number says so', async () => {
  const { settings, sim } = await twilioSettings()
  const publicUrl = 'https://muster.example.com'
  const answers = async () => (await findingsOf(twilioNumber, subjectOf({ ...settings, publicUrl })))[1]
  expect(await answers()).toMatchObject({
    level: 'warning',
    remedy: expect.stringContaining('https://muster.example.com/hooks/twilio/sms'),
  })
  await setAnswersUrl(sim, 'https://muster.example.com/hooks/twilio/sms')
  expect(await answers()).toMatchObject({ level: 'ok' })
})

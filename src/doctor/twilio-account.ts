/** Twilio knows us, and the account may send. */
import { type Check, error, ok, skipped, warning } from './finding.ts'
import { askTwilio } from './twilio-access.ts'

export const twilioAccount: Check = {
  name: 'twilio-account',
  group: 'Twilio',
  run({ settings: { twilio } }, signal) {
    if (!twilio) return [twilioIsOff]
    return askTwilio(twilio, signal, 'The Twilio account cannot be used', async (client) => {
      const { status, type, friendlyName } = await client.api.v2010.accounts(twilio.accountSid).fetch()
      if (status !== 'active') {
        const remedy = 'Open console.twilio.com, which says what it wants (mostly a payment).'
        return [error(`The Twilio account is ${status}`, 'It neither sends nor calls.', remedy)]
      }
      if (type === 'Trial') {
        const remedy = 'Upgrade the account at console.twilio.com, Billing.'
        return [
          warning('The Twilio account is a trial', 'It only reaches numbers that were verified one by one.', remedy),
        ]
      }
      return [ok(`The Twilio account ${friendlyName} is active`)]
    })
  },
}

const twilioIsOff = skipped(
  'SMS and phone calls are off',
  'Nobody is called out of bed when Slack and PagerDuty fail.',
  'Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.',
)

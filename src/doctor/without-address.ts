/** What works, and what does not, while nothing outside can reach Muster. With a public address all of it works. */
import { type Check, type Finding, ok, type Subject, warning } from './finding.ts'

const REMEDY = 'Set MUSTER_PUBLIC_URL to an https address that leads to the port of Muster.'

export const withoutAddress: Check = {
  name: 'without-address',
  group: 'Public address',
  run: ({ settings }) => (settings.publicUrl === undefined ? consequences(settings) : []),
}

function consequences({ slack, pagerduty, twilio, email }: Subject['settings']): Finding[] {
  return [
    ...(slack?.appToken ? [ok('Slack works whole without one, by Socket Mode')] : []),
    ...(pagerduty?.apiKey ? [ok('PagerDuty works without one: acknowledgements are polled every 30 s')] : []),
    ...(twilio ? phone : []),
    ...(email ? [mailLinks] : []),
    ...(twilio || email
      ? []
      : [warning('There is no public address', 'The status page is seen from inside only.', REMEDY)]),
  ]
}

const phone = [
  warning(
    'Answers by text message do not arrive',
    'Messages go out, but the code in them cannot be sent back.',
    REMEDY,
  ),
  warning('Calls take no key', 'They say what has happened, and nobody can acknowledge by phone.', REMEDY),
  warning(
    'Delivery is not reported',
    'Twilio is asked after 60 s instead, so that a number that is out of order costs a minute.',
    REMEDY,
  ),
]

const mailLinks = warning('Mail has no links', 'Neither to acknowledge nor to the incident.', REMEDY)

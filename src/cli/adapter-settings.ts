/**
 * Credentials of the outside services. What has none is off; what has only some of those it needs is a problem, because a half-configured
 * means fails in the disaster and not before.
 */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isE164 } from '../plan/phone.ts'
import type { Settings } from '../program/settings.ts'
import type { Lookup } from './lookup.ts'
import type { Variable } from './variables.ts'

type Adapters = Pick<Settings, 'slack' | 'pagerduty' | 'twilio' | 'email' | 'statuspage' | 's3'>

/** Slack's own. */
const SLACK_STATUS_URL = 'https://slack-status.com/api/v2.0.0/current'

const WEB = ['http:', 'https:']
const DEFAULT_ROUTING_KEY = 'PAGERDUTY_ROUTING_KEY'

export function adapterSettings(read: Lookup, folder: string, routingKeyVariables: readonly string[]): Adapters {
  return {
    ...slack(read),
    ...pagerduty(read, folder, routingKeyVariables),
    ...twilio(read),
    ...email(read, folder),
    ...statuspage(read),
    ...s3(read),
  }
}

/** All values, or undefined with a problem when some are set and others are not. */
function together<Name extends Variable>(read: Lookup, names: readonly Name[]): Record<Name, string> | undefined {
  const set = names.filter((name) => read.text(name) !== undefined)
  if (set.length === names.length)
    return Object.fromEntries(names.map((name) => [name, read.text(name)])) as Record<Name, string>
  for (const missing of set.length > 0 ? names.filter((name) => !set.includes(name)) : []) {
    read.problem(`${missing} is missing though ${set.join(' and ')} is set: set all of them or none.`)
  }
  return undefined
}

function slack(read: Lookup): Adapters {
  const apiUrl = read.url('SLACK_API_URL', WEB)
  const signingSecret = read.text('SLACK_SIGNING_SECRET')
  const appToken = read.text('SLACK_APP_TOKEN')
  const statusUrl = read.url('SLACK_STATUS_URL', WEB) ?? SLACK_STATUS_URL
  const botToken = read.text('SLACK_BOT_TOKEN')
  if (botToken === undefined) {
    const set = signingSecret === undefined ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET'
    if (signingSecret ?? appToken) read.problem(`SLACK_BOT_TOKEN is missing though ${set} is set: set both or none.`)
    return {}
  }
  return {
    slack: {
      botToken,
      ...(signingSecret !== undefined && { signingSecret }),
      ...(appToken !== undefined && { appToken }),
      ...(apiUrl !== undefined && { apiUrl }),
      statusUrl,
    },
  }
}

function pagerduty(read: Lookup, folder: string, routingKeyVariables: readonly string[]): Adapters {
  const names = [...new Set([DEFAULT_ROUTING_KEY, ...routingKeyVariables])]
  const keys = names.flatMap((name) => {
    const key = read.named(name)
    return key === undefined ? [] : [[name, key] as const]
  })
  const apiKey = read.text('PAGERDUTY_API_KEY')
  const webhookSecret = read.text('PAGERDUTY_WEBHOOK_SECRET')
  const server = read.text('PAGERDUTY_SERVER')
  const ca = authority(read, folder)
  if (keys.length === 0 && apiKey === undefined) return {}
  return {
    pagerduty: {
      routingKeys: Object.fromEntries(keys),
      ...(webhookSecret !== undefined && { webhookSecret }),
      ...(apiKey !== undefined && { apiKey }),
      ...(server !== undefined && { server }),
      ...(ca !== undefined && { ca }),
    },
  }
}

const authority = (read: Lookup, folder: string) => pemFile(read, 'PAGERDUTY_CA', folder)

function pemFile(read: Lookup, name: Variable, folder: string): string | undefined {
  const path = read.existingPath(name, folder)
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch {
    read.problem(`${name} names a file that cannot be read: give the path of a PEM file.`)
    return undefined
  }
}

function twilio(read: Lookup): Adapters {
  const baseUrl = read.url('TWILIO_BASE_URL', WEB)
  // The sender may stand in the settings file for good, so only the credentials tell that Twilio is wanted.
  const wanted = read.text('TWILIO_ACCOUNT_SID') ?? read.text('TWILIO_AUTH_TOKEN')
  const account =
    wanted === undefined ? undefined : together(read, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'])
  const [first, ...alsoFrom] = read.list('TWILIO_FROM') ?? []
  const wrong = [first, ...alsoFrom].find((number) => number !== undefined && !isE164(number))
  if (wrong !== undefined) read.problem(`TWILIO_FROM is "${wrong}": write it as +14155550100.`)
  const smsPerSecond = read.rate('TWILIO_SMS_PER_SECOND')
  const callsPerSecond = read.rate('TWILIO_CALLS_PER_SECOND')
  if (account === undefined || first === undefined) return {}
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = account
  const rates = {
    ...(smsPerSecond !== undefined && { smsPerSecond }),
    ...(callsPerSecond !== undefined && { callsPerSecond }),
  }
  return {
    twilio: {
      ...{ accountSid, authToken, from: first, rates },
      ...(alsoFrom.length > 0 && { alsoFrom }),
      ...(baseUrl !== undefined && { baseUrl }),
    },
  }
}

function email(read: Lookup, folder: string): Adapters {
  const url = read.url('SMTP_URL', ['smtp:', 'smtps:'])
  const from = read.text('MAIL_FROM')
  const replyTo = read.text('MAIL_REPLY_TO')
  const perSecond = read.rate('MAIL_PER_SECOND')
  const dkim = signing(read, folder)
  if (url === undefined) return {}
  if (from === undefined) {
    read.problem('MAIL_FROM is missing though SMTP_URL is set: set both or none.')
    return {}
  }
  return {
    email: {
      ...{ url, from },
      ...(replyTo !== undefined && { replyTo }),
      ...(perSecond !== undefined && { perSecond }),
      ...(dkim !== undefined && { dkim }),
    },
  }
}

/** What mail is signed with; a key that is none would fail every mail, pages included. */
function signing(read: Lookup, folder: string) {
  const privateKey = pemFile(read, 'MAIL_DKIM_KEY_FILE', folder)
  const named = together(read, ['MAIL_DKIM_DOMAIN', 'MAIL_DKIM_SELECTOR', 'MAIL_DKIM_KEY_FILE'])
  if (named === undefined || privateKey === undefined) return undefined
  try {
    createPrivateKey(privateKey)
  } catch {
    read.problem('MAIL_DKIM_KEY_FILE holds no private key: give the path of a PEM file without a password.')
    return undefined
  }
  return { domain: named.MAIL_DKIM_DOMAIN, selector: named.MAIL_DKIM_SELECTOR, privateKey }
}

function statuspage(read: Lookup): Adapters {
  const apiKey = read.text('STATUSPAGE_API_KEY')
  const baseUrl = read.url('STATUSPAGE_BASE_URL', WEB)
  return apiKey === undefined ? {} : { statuspage: { apiKey, ...(baseUrl !== undefined && { baseUrl }) } }
}

/** The bucket that keeps what is to outlive a replica. */
export function s3(read: Lookup): Pick<Settings, 's3'> {
  const region = read.text('MUSTER_S3_REGION') ?? 'us-east-1'
  const endpoint = read.url('MUSTER_S3_ENDPOINT', WEB)
  const names = ['MUSTER_S3_BUCKET', 'MUSTER_S3_ACCESS_KEY_ID', 'MUSTER_S3_SECRET_ACCESS_KEY'] as const
  const account = together(read, names)
  if (account === undefined) return {}
  return {
    s3: {
      ...{ region, bucket: account.MUSTER_S3_BUCKET, accessKeyId: account.MUSTER_S3_ACCESS_KEY_ID },
      secretAccessKey: account.MUSTER_S3_SECRET_ACCESS_KEY,
      ...(endpoint !== undefined && { endpoint }),
    },
  }
}

/** The environment variables that Muster reads: one list, so that a misspelt one is noticed and the documentation can be held to it. */
import { nearest } from '../plan/nearest.ts'

export const VARIABLES = {
  DATABASE_URL: 'PostgreSQL 14 or newer; absent: an embedded one in the data directory',
  MUSTER_DATA_DIR: 'where the embedded database and local files live; default .muster',
  MUSTER_PORT: 'port of the HTTP server; 0 takes a free one; default 8080',
  MUSTER_HOST: 'address that it listens on; default 0.0.0.0',
  MUSTER_PUBLIC_URL: 'how the outside world reaches it; needed for webhooks and for links in messages',
  MUSTER_SECRET: 'what acknowledge codes and links are made of; at least 16 characters, the same for all replicas',
  MUSTER_PLANS: 'plan files and folders, separated by commas; default plans',
  MUSTER_CONTACTS: "file of people's addresses, when kept apart from the plans",
  MUSTER_TEMPLATES: "folder of message templates; default: Muster's own",
  MUSTER_CONSOLE_TOKEN: 'opens the console; at least 16 characters',
  MUSTER_METRICS_TOKEN: 'bearer token of /metrics, which the console token opens too; at least 16 characters',
  MUSTER_ALERTS_SECRET: 'token or signing secret of monitors that send alerts; at least 16 characters',
  MUSTER_HEARTBEAT_URL:
    'address of a monitor outside that hears from Muster each minute, and raises an alarm when it does not',
  OTEL_EXPORTER_OTLP_ENDPOINT:
    'where traces are sent by OTLP over HTTP, such as http://127.0.0.1:4318; absent: nowhere',
  OTEL_EXPORTER_OTLP_HEADERS: 'headers for it, as key=value,key=value; values as in an address',
  OTEL_SERVICE_NAME: 'what Muster is called there; default muster',
  MUSTER_CONFIG: 'settings file; default muster.yaml',
  MUSTER_URL: 'for muster dr: address of the running server',
  MUSTER_TOKEN: "for muster dr: the server's console token",
  MUSTER_PERSON: 'for muster dr: who you are, by your id in the plan',
  SLACK_BOT_TOKEN: 'xoxb-…',
  SLACK_SIGNING_SECRET: 'for requests over HTTP',
  SLACK_APP_TOKEN: 'xapp-…, for Socket Mode',
  SLACK_API_URL: "another address of Slack's Web API",
  SLACK_STATUS_URL: 'where Slack says how it is; default https://slack-status.com/api/v2.0.0/current',
  PAGERDUTY_ROUTING_KEY: 'Events API v2; a plan may name another variable',
  PAGERDUTY_API_KEY: 'REST API: who is on call, polling of acknowledgements',
  PAGERDUTY_WEBHOOK_SECRET: 'of the webhook subscription',
  PAGERDUTY_SERVER: 'another host and port of PagerDuty',
  PAGERDUTY_CA: 'PEM file of an authority to trust besides the usual ones',
  TWILIO_ACCOUNT_SID: 'AC…',
  TWILIO_AUTH_TOKEN: 'also verifies webhooks',
  TWILIO_FROM: 'numbers that send and call, such as +14155550100, separated by commas; pages come from the first',
  TWILIO_SMS_PER_SECOND: 'text messages to audiences from each number; default 1',
  TWILIO_CALLS_PER_SECOND: 'calls to audiences from each number; default 1',
  TWILIO_BASE_URL: "another address of Twilio's API",
  SMTP_URL: 'smtps://user:password@host:465',
  MAIL_FROM: 'sender of mail',
  MAIL_REPLY_TO: 'where answers to mail go',
  MAIL_PER_SECOND: 'mails to audiences; default 10',
  MAIL_DKIM_DOMAIN: 'domain for which mail is signed; default: the mail server signs',
  MAIL_DKIM_SELECTOR: 'name under which that domain has the public key',
  MAIL_DKIM_KEY_FILE: 'PEM file of the private key',
  MUSTER_S3_BUCKET:
    'bucket in which the whole output of steps, the reports of drills and the reviews of incidents are kept',
  MUSTER_S3_REGION: 'its region; default us-east-1',
  MUSTER_S3_ENDPOINT: 'another address than Amazon’s, for what speaks like S3',
  MUSTER_S3_ACCESS_KEY_ID: 'of that bucket',
  MUSTER_S3_SECRET_ACCESS_KEY: 'of that bucket',
  MUSTER_SIGNING_KEY: 'private key of Ed25519 by which anchors and evidence are signed: a PEM file, or the PEM itself',
  MUSTER_AUDITOR_EMAIL: 'who gets the signed anchor of each day by mail',
  MUSTER_ANCHOR_LOCK:
    'how the store keeps the anchor of a day from being changed, such as "compliance 400 days"; the bucket needs object lock',
  MUSTER_CHROMIUM:
    'Chromium that makes a PDF of each review; default: the one on the PATH, as chromium, chromium-browser or google-chrome',
  MUSTER_STATUS_DIR: 'folder in which the status page is published as files',
  MUSTER_STATUS_ADDRESS: 'address under which those files are read, as https://status.example.com',
  MUSTER_STATUS_S3_BUCKET: 'bucket in which the status page is published as files',
  MUSTER_STATUS_S3_PREFIX: 'folder in that bucket; default: its root',
  MUSTER_STATUS_S3_REGION: 'its region; default MUSTER_S3_REGION',
  MUSTER_STATUS_S3_ENDPOINT: 'its address, when not Amazon’s; default MUSTER_S3_ENDPOINT',
  MUSTER_STATUS_S3_ACCESS_KEY_ID: 'of that bucket; default MUSTER_S3_ACCESS_KEY_ID',
  MUSTER_STATUS_S3_SECRET_ACCESS_KEY: 'of that bucket; default MUSTER_S3_SECRET_ACCESS_KEY',
  STATUSPAGE_API_KEY: 'of a hosted Statuspage that follows along',
  STATUSPAGE_BASE_URL: "another address of Statuspage's API",
} as const

export type Variable = keyof typeof VARIABLES

/** The environment without Muster's own variables: what steps of a recovery may be handed. */
export const foreign = (env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !Object.hasOwn(VARIABLES, name)))

/** One sentence for each variable that looks like ours and is not: a typing error would otherwise switch a thing off in silence. */
export function misspelt(env: Readonly<Record<string, string | undefined>>): string[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith('MUSTER_') && !Object.hasOwn(VARIABLES, name))
  return unknown.map((name) => {
    const near = nearest(name, Object.keys(VARIABLES))
    return `${name} is no variable of Muster${near === undefined ? ': remove it.' : `: did you mean ${near}?`}`
  })
}

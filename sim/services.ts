/** All outside services of the sandbox, started together and furnished from the plans. */
import path from 'node:path'
import type { Clock } from '../src/engine/clock.ts'
import type { Plan } from '../src/plan/schema.ts'
import { openTogether } from '../src/program/open-together.ts'
import type { CastMember } from './cast.ts'
import type { Faults } from './faults/faults.ts'
import type { CallRecord } from './http/call-log.ts'
import { type MailSim, type ReceivedMail, startMailSim } from './mail/mail.ts'
import type { Incident } from './pagerduty/incidents.ts'
import { type PagerDutySim, startPagerDutySim } from './pagerduty/pagerduty.ts'
import { type S3Sim, startS3Sim } from './s3/s3.ts'
import type { SlackRecord } from './slack/records.ts'
import { type SlackSim, startSlackSim } from './slack/slack.ts'
import { openStatusFeed } from './slack/status-feed.ts'
import { type StatuspageSim, startStatuspageSim } from './statuspage/statuspage.ts'
import type { VoiceRecord } from './twilio/calls.ts'
import type { SmsRecord } from './twilio/messages.ts'
import { startTwilioSim, type TwilioSim } from './twilio/twilio.ts'

export interface SandboxServices {
  slack: SlackSim
  pagerduty: PagerDutySim
  twilio: TwilioSim
  mail: MailSim
  statuspage: StatuspageSim
  s3: S3Sim
  /** Where Slack says how it is. */
  slackStatusUrl: string
  /** Of Slack's requests. */
  signingSecret: string
  /** Of PagerDuty's webhooks. */
  webhookSecret: string
  smtpLogin: { user: string; pass: string }
  close(): Promise<void>
}

/** The bot's own number; people's begin at the next one (cast.ts). */
const BOT_NUMBER = '+14155550100'

/** Something that happened at one of the services, as a page that shows it live wants to hear it. */
export type ServiceRecord =
  | { kind: 'slack'; record: SlackRecord }
  | { kind: 'sms'; sms: SmsRecord }
  | { kind: 'call'; call: VoiceRecord }
  | { kind: 'mail'; mail: ReceivedMail }
  | { kind: 'pagerduty'; incident: Incident }
  /** A call at the door of a service other than Slack, with its outcome. */
  | { kind: 'wire'; record: CallRecord }

export interface ServicesParts {
  plans: readonly Plan[]
  cast: CastMember[]
  clock: Clock
  faults: Faults
  dataDir: string
  /** Random bytes as hex. */
  random: (bytes: number) => string
  onRecord?: (record: ServiceRecord) => void
}

export async function startServices(parts: ServicesParts): Promise<SandboxServices> {
  const { opened, close } = await openTogether((open) => furnish(parts, open))
  return { ...opened, close }
}

async function furnish(
  { plans, cast, clock, faults, dataDir, random, onRecord = () => {} }: ServicesParts,
  open: AsyncDisposableStack,
): Promise<Omit<SandboxServices, 'close'>> {
  const randomId = () => random(16)
  const around = { clock, faults, randomId }
  const wired = { ...around, onRecord: (record: CallRecord) => onRecord({ kind: 'wire', record }) }
  const signingSecret = random(16)
  const webhookSecret = random(32)
  const smtpLogin = { user: 'muster', pass: random(16) }
  const slack = open.adopt(
    await startSlackSim({
      ...around,
      people: cast.map(({ person, name, email, zone }) => ({ person, name, email, timezone: zone })),
      signingSecret,
      commandChannel: 'dr-commands',
      otherChannels: channelsOf(plans),
      onRecord: (record) => onRecord({ kind: 'slack', record }),
    }),
    (it) => it.close(),
  )
  const pagerduty = open.adopt(
    await startPagerDutySim({
      ...wired,
      users: cast.map(({ pagerdutyUserId: id, name, email }) => ({ id, name, email })),
      webhookSecrets: [webhookSecret],
      caPath: path.join(dataDir, 'pagerduty-ca.pem'),
      onIncident: (incident) => onRecord({ kind: 'pagerduty', incident }),
    }),
    (it) => it.close(),
  )
  const twilio = open.adopt(
    await startTwilioSim({
      ...wired,
      from: BOT_NUMBER,
      onSms: (sms) => onRecord({ kind: 'sms', sms }),
      onCall: (call) => onRecord({ kind: 'call', call }),
    }),
    (it) => it.close(),
  )
  const mail = open.adopt(
    await startMailSim({ ...wired, credentials: smtpLogin, onMail: (mail) => onRecord({ kind: 'mail', mail }) }),
    (it) => it.close(),
  )
  const statuspage = open.adopt(await startStatuspageSim({ ...wired, pages: pagesOf(plans) }), (it) => it.close())
  const s3 = open.adopt(await startS3Sim({ ...around, bucket: 'muster-sandbox' }), (it) => it.close())
  const feed = open.adopt(await openStatusFeed(faults), (it) => it.close())
  return {
    slack,
    slackStatusUrl: feed.url,
    pagerduty,
    twilio,
    mail,
    statuspage,
    s3,
    signingSecret,
    webhookSecret,
    smtpLogin,
  }
}

/** Channels that the plans speak of: of audiences, and the overview. */
function channelsOf(plans: readonly Plan[]): string[] {
  const named = plans.flatMap((plan) => [
    plan.overviewChannel,
    ...Object.values(plan.audiences).map((audience) => audience.slack),
  ])
  return [...new Set(named.filter((name) => name !== undefined))]
}

const pagesOf = (plans: readonly Plan[]) =>
  plans.flatMap((plan) => {
    const id = plan.statusPage?.hostedPageId
    if (id === undefined) return []
    const shown = Object.entries(plan.components).filter(([, component]) => component.public)
    return [{ id, components: shown.map(([key, { label }]) => ({ id: `${id}-${key}`, name: label })) }]
  })

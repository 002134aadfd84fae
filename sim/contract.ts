/** The addresses and credentials of a sandbox, as outside tools are handed them (docs/architecture.md, "Contracts"): keep the names, add freely. */
import type { SteppedClock } from '../src/engine/stepped-clock.ts'
import type { Muster } from '../src/main.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { CastMember } from './cast.ts'
import type { Patient } from './patient/patient.ts'
import type { SandboxServices } from './services.ts'

/** The one object that `muster sandbox --json` prints first. */
export function contractOf(parts: {
  plans: Plan[]
  people: (CastMember & { slackUserId: string })[]
  clock: SteppedClock
  services: SandboxServices
  muster: Pick<Muster, 'url'>
  patient: Patient | undefined
  urls: { workspace: string; events: string; control: string; hooks: string; databaseUrl: string; alertsSecret: string }
}) {
  const { plans, people, clock, services, muster, patient, urls } = parts
  const { slack, pagerduty, twilio, mail, statuspage, s3, signingSecret, webhookSecret } = services
  return {
    /** Of the sandbox itself: what started it may be gone before it is. */
    pid: process.pid,
    plans: plans.map((plan) => plan.id),
    now: new Date(clock.now()).toISOString(),
    workspaceUrl: urls.workspace,
    statusUrl: `${muster.url}/status`,
    consoleUrl: `${muster.url}/console`,
    databaseUrl: urls.databaseUrl,
    clockUrl: `${urls.control}/clock`,
    faultsUrl: `${urls.control}/faults`,
    people,
    slack: {
      apiUrl: slack.apiUrl,
      eventsUrl: urls.events,
      signingSecret,
      botToken: slack.botToken,
      teamId: slack.teamId,
      appId: slack.appId,
      botUserId: slack.botUserId,
      commandChannelId: slack.commandChannelId,
      viewsUrl: slack.viewsUrl,
      ephemeralsUrl: slack.ephemeralsUrl,
      responseUrl: slack.responseUrl,
    },
    pagerduty: {
      url: pagerduty.url,
      caPath: pagerduty.caPath,
      receivedUrl: pagerduty.receivedUrl,
      webhookUrl: `${urls.hooks}/pagerduty`,
      webhookSecret,
    },
    twilio: {
      url: twilio.url,
      accountSid: twilio.accountSid,
      authToken: twilio.authToken,
      from: twilio.from,
      smsWebhookUrl: `${urls.hooks}/twilio/sms`,
      voiceWebhookUrl: `${urls.hooks}/twilio/voice`,
    },
    // Followed by the source and the plan: `/json/patient`.
    alerts: { url: `${urls.hooks}/alerts`, secret: urls.alertsSecret },
    statuspage: { url: statuspage.url, receivedUrl: statuspage.receivedUrl },
    mailboxUrl: mail.mailboxUrl,
    s3: { endpoint: s3.endpoint, bucket: s3.bucket, accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    ...(patient && {
      patient: { url: patient.url, healthUrl: patient.healthUrl, databaseUrl: patient.databaseUrl },
    }),
  }
}

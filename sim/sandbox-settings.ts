/** What Muster runs on in the sandbox: the settings of production, with the simulators' addresses in them. */
import path from 'node:path'
import { SANDBOX_DOMAIN } from '../src/check/people/placeholders.ts'
import type { Plan } from '../src/plan/schema.ts'
import { packageRoot } from '../src/program/package-root.ts'
import type { Settings } from '../src/program/settings.ts'
import type { Patient } from './patient/patient.ts'
import type { SandboxServices } from './services.ts'

export interface SettingsParts {
  services: SandboxServices
  patient: Patient | undefined
  dataDir: string
  databaseUrl: string
  contacts: string
  planFiles: readonly string[]
  plans: Plan[]
  port: number
  secret: string
  alertsSecret: string
  environment: Readonly<Record<string, string | undefined>>
  /** Makes PDFs; absent: there are none. */
  chromium: string | undefined
  /** Plans whose steps are carried out for real. */
  runs: readonly string[] | 'all'
}

export function settingsFor(parts: SettingsParts): Settings {
  const { services, dataDir, databaseUrl, contacts, planFiles, plans, port, secret, runs } = parts
  const { slack, pagerduty, twilio, statuspage, s3 } = services
  const variables = plans.flatMap((plan) => plan.pagerduty?.routingKeyEnv ?? [])
  return {
    dataDir,
    databaseUrl,
    port,
    host: '127.0.0.1',
    secret,
    plans: planFiles,
    contacts,
    templates: path.join(packageRoot(), 'templates'),
    openConsole: true,
    alertsSecret: parts.alertsSecret,
    slack: {
      botToken: slack.botToken,
      signingSecret: services.signingSecret,
      apiUrl: slack.botApiUrl,
      statusUrl: services.slackStatusUrl,
    },
    pagerduty: {
      routingKeys: Object.fromEntries(variables.map((variable) => [variable, pagerduty.routingKey])),
      apiKey: pagerduty.apiKey,
      webhookSecret: services.webhookSecret,
      server: pagerduty.botServer,
      ca: pagerduty.ca,
    },
    twilio: {
      ...{ accountSid: twilio.accountSid, authToken: twilio.authToken, from: twilio.from, baseUrl: twilio.botUrl },
      // Rates are kept in real time, and whoever drives the sandbox's clock should not wait minutes for an audience.
      rates: { smsPerSecond: 20, callsPerSecond: 20 },
    },
    email: { url: smtpUrl(services), from: `Muster <muster@${SANDBOX_DOMAIN}>`, perSecond: 50 },
    statuspage: { apiKey: statuspage.apiKey, baseUrl: statuspage.botUrl },
    site: { dir: path.join(dataDir, 'status-page') },
    ...(parts.chromium !== undefined && { chromium: parts.chromium }),
    actions: { environment: environmentOf(parts), only: runs },
    s3: {
      ...{ bucket: s3.bucket, region: 'us-east-1', endpoint: s3.botEndpoint },
      ...{ accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    },
  }
}

const smtpUrl = ({ mail, smtpLogin: { user, pass } }: SandboxServices) =>
  `smtp://${user}:${pass}@${mail.smtp.host}:${mail.smtp.port}`

/** The patient's tool is found first, and what it needs is at hand. */
function environmentOf({ environment, patient }: SettingsParts): Settings['actions']['environment'] {
  if (!patient) return environment
  const search = [patient.binDir, environment.PATH].filter((part) => part !== undefined).join(path.delimiter)
  return { ...environment, ...patient.environment, PATH: search }
}

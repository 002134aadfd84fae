/**
 * The sandbox: Muster as in production, with everything around it simulated, on loopback only. What it hands out is the contract that outside
 * tools drive it through (docs/architecture.md, "Contracts"): keep its names, add freely.
 *
 * Each run begins afresh: a new workspace, a new database, the clock at the present, running.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stringify } from 'yaml'
import { startEmbeddedPostgres } from '../src/engine/embedded-postgres.ts'
import { type Logger, silentLogger } from '../src/engine/logger.ts'
import { createSteppedClock, type SteppedClock } from '../src/engine/stepped-clock.ts'
import { wallClock } from '../src/engine/wall-clock.ts'
import { HOOKS_PATH, type Muster, startMuster } from '../src/main.ts'
import { loadPlanFiles } from '../src/plan/load-files.ts'
import type { Plan } from '../src/plan/schema.ts'
import { openTogether } from '../src/program/open-together.ts'
import { packageRoot } from '../src/program/package-root.ts'
import type { Settings } from '../src/program/settings.ts'
import { type CastMember, castOf } from './cast.ts'
import { openControl } from './control.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { type SandboxServices, startServices } from './services.ts'
import { openFrontDoor } from './slack/front-door.ts'
import { createTime } from './time.ts'
import { exampleOf } from './workspace/example.ts'
import { createFeed } from './workspace/feed.ts'
import { startWorkspace } from './workspace/workspace.ts'

/** How long one move of the clock may take, real milliseconds. */
const MOVE_MAX_MS = 60_000

export const ROOT = packageRoot()

export interface SandboxOptions {
  /** Plan files; default: the two example plans. */
  plans?: readonly string[]
  /** Port of Muster's own server; 0 takes a free one. */
  port?: number
  /** Where the embedded database and local files live. */
  dataDir: string
  /** A database to use instead of the embedded one; it must be empty. */
  databaseUrl?: string
  logger?: Logger
}

export interface Sandbox {
  contract: ReturnType<typeof contractOf>
  muster: Muster
  /** What Muster runs on, for whoever starts another replica beside it. */
  settings: Settings
  services: SandboxServices
  clock: SteppedClock
  faults: Faults
  close(): Promise<void>
}

/** @throws Error in one sentence when a plan is broken or a port is taken; nothing is left running then. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { opened, close } = await openTogether((open) => build(options, open))
  return { ...opened, close }
}

async function build(options: SandboxOptions, open: AsyncDisposableStack): Promise<Omit<Sandbox, 'close'>> {
  const { logger = silentLogger, port = 0 } = options
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const planFiles = options.plans ?? [path.join(ROOT, 'plans/mcp-debate.yaml'), path.join(ROOT, 'plans/puo-memo.yaml')]
  const plans = await readPlans(planFiles)
  const cast = castOf(plans)

  const dataDir = await freeDirectory(options.dataDir)
  const clock = createSteppedClock(wallClock, wallClock.now(), true)
  const faults = createFaults()
  const feed = createFeed()
  const around = { plans, cast, clock, faults, dataDir, random, onRecord: feed.add }
  const services = open.adopt(await startServices(around), (it) => it.close())
  const contacts = await writeContacts(dataDir, cast, services.slack.users)

  const databaseUrl = options.databaseUrl ?? (await freshDatabase())
  async function freshDatabase(): Promise<string> {
    const postgres = open.adopt(await startEmbeddedPostgres({ dataDir, random, fast: true, logger }), (it) => it.stop())
    await postgres.dropDatabase('sandbox')
    return postgres.createDatabase('sandbox')
  }
  const settings = settingsFor({ services, dataDir, databaseUrl, contacts, planFiles, plans, port, secret: random(24) })
  const muster = open.adopt(await startMuster(settings, { clock, logger }), (it) => it.stop())

  const hooks = `${muster.url}${HOOKS_PATH}`
  services.slack.setEventsUrl(`${muster.url}/slack/events`)
  services.pagerduty.setWebhookUrl(`${hooks}/pagerduty`)
  await services.twilio.setWebhooks({ sms: `${hooks}/twilio/sms`, voice: `${hooks}/twilio/voice` })
  const frontDoor = open.adopt(
    await openFrontDoor({ slack: services.slack, eventsUrl: `${muster.url}/slack/events` }),
    (it) => it.close(),
  )
  const servicesSettled = async () => {
    await Promise.all([services.pagerduty.settled(), services.twilio.settled()])
  }
  const time = createTime({ clock, muster, servicesSettled, signal: () => AbortSignal.timeout(MOVE_MAX_MS) })
  const control = open.adopt(await openControl({ clock, time, faults }), (it) => it.close())

  const people = cast.map((member) => ({ ...member, slackUserId: services.slack.users[member.person] ?? '' }))
  const workspace = open.adopt(
    await startWorkspace({
      ...{ feed, services, people, clock, faults, example: exampleOf(plans), run: random(8) },
      urls: {
        clock: `${control.url}/clock`,
        faults: `${control.url}/faults`,
        status: `${muster.url}/status`,
        console: `${muster.url}/console`,
      },
    }),
    (it) => it.close(),
  )

  const urls = {
    workspace: workspace.url,
    events: `${frontDoor.url}/slack/events`,
    control: control.url,
    hooks,
    databaseUrl,
  }
  const contract = contractOf({ plans, people, clock, services, muster, urls })
  return { contract, muster, settings, services, clock, faults }
}

/** @throws Error that lists every problem of every file. */
async function readPlans(files: readonly string[]): Promise<Plan[]> {
  const { plans, problems } = await loadPlanFiles(files)
  if (problems.length === 0 && plans.length > 0) return plans
  const listed = problems.map(
    ({ file, line, column, message, remedy }) => `${file}:${line}:${column} ${message}; ${remedy}`,
  )
  throw new Error(`The sandbox needs plans without errors.\n${listed.join('\n')}`)
}

/** The first directory below `base` that no other living sandbox uses: several run side by side. */
async function freeDirectory(base: string): Promise<string> {
  for (let n = 1; ; n++) {
    const directory = path.resolve(base, n === 1 ? 'sandbox' : `sandbox-${n}`)
    const owner = Number(await readFile(path.join(directory, 'sandbox.owner'), 'utf8').catch(() => ''))
    if (owner !== process.pid && owner > 0 && isAlive(owner)) continue
    if (owner === process.pid && existsSync(directory)) continue
    await mkdir(directory, { recursive: true })
    await writeFile(path.join(directory, 'sandbox.owner'), String(process.pid))
    return directory
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function writeContacts(dataDir: string, cast: CastMember[], slackIds: Record<string, string>): Promise<string> {
  const people = Object.fromEntries(
    cast.map(({ person, name, email, phone, pagerdutyUserId }) => [
      person,
      { name, email, phone, pagerduty: pagerdutyUserId, slack: slackIds[person] },
    ]),
  )
  const file = path.join(dataDir, 'contacts.yaml')
  await writeFile(file, stringify({ people }))
  return file
}

function settingsFor(parts: {
  services: SandboxServices
  dataDir: string
  databaseUrl: string
  contacts: string
  planFiles: readonly string[]
  plans: Plan[]
  port: number
  secret: string
}): Settings {
  const { services, dataDir, databaseUrl, contacts, planFiles, plans, port, secret } = parts
  const { slack, pagerduty, twilio, statuspage } = services
  const variables = plans.flatMap((plan) => plan.pagerduty?.routingKeyEnv ?? [])
  return {
    dataDir,
    databaseUrl,
    port,
    host: '127.0.0.1',
    secret,
    plans: planFiles,
    contacts,
    templates: path.join(ROOT, 'templates'),
    openConsole: true,
    slack: { botToken: slack.botToken, signingSecret: services.signingSecret, apiUrl: slack.botApiUrl },
    pagerduty: {
      routingKeys: Object.fromEntries(variables.map((variable) => [variable, pagerduty.routingKey])),
      apiKey: pagerduty.apiKey,
      webhookSecret: services.webhookSecret,
      server: pagerduty.botServer,
      ca: pagerduty.ca,
    },
    twilio: { accountSid: twilio.accountSid, authToken: twilio.authToken, from: twilio.from, baseUrl: twilio.botUrl },
    email: { url: smtpUrl(services), from: 'Muster <muster@sandbox.example>' },
    statuspage: { apiKey: statuspage.apiKey, baseUrl: statuspage.botUrl },
  }
}

const smtpUrl = ({ mail, smtpLogin: { user, pass } }: SandboxServices) =>
  `smtp://${user}:${pass}@${mail.smtp.host}:${mail.smtp.port}`

/** The one object that `muster sandbox --json` prints first. */
function contractOf(parts: {
  plans: Plan[]
  people: (CastMember & { slackUserId: string })[]
  clock: SteppedClock
  services: SandboxServices
  muster: Muster
  urls: { workspace: string; events: string; control: string; hooks: string; databaseUrl: string }
}) {
  const { plans, people, clock, services, muster, urls } = parts
  const { slack, pagerduty, twilio, mail, statuspage, s3, signingSecret, webhookSecret } = services
  return {
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
    statuspage: { url: statuspage.url, receivedUrl: statuspage.receivedUrl },
    mailboxUrl: mail.mailboxUrl,
    s3: { endpoint: s3.endpoint, bucket: s3.bucket, accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
  }
}

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
import { isAlive } from '../src/engine/process-alive.ts'
import { createSteppedClock, type SteppedClock } from '../src/engine/stepped-clock.ts'
import { wallClock } from '../src/engine/wall-clock.ts'
import { type Muster, startMuster } from '../src/main.ts'
import { loadPlanFiles } from '../src/plan/load-files.ts'
import type { Plan } from '../src/plan/schema.ts'
import { openTogether } from '../src/program/open-together.ts'
import { packageRoot } from '../src/program/package-root.ts'
import type { Settings } from '../src/program/settings.ts'
import { HOOKS_PATH } from '../src/web/site.ts'
import { type CastMember, castOf } from './cast.ts'
import { contractOf } from './contract.ts'
import { openControl } from './control.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { type Patient, startPatient } from './patient/patient.ts'
import { settingsFor } from './sandbox-settings.ts'
import { type SandboxServices, startServices } from './services.ts'
import { openFrontDoor } from './slack/front-door.ts'
import { createTime } from './time.ts'
import { exampleOf } from './workspace/example.ts'
import { createFeed } from './workspace/feed.ts'
import { startWorkspace } from './workspace/workspace.ts'

/** How long one move of the clock may take, real milliseconds. */
const MOVE_MAX_MS = 60_000

export const ROOT = packageRoot()

const EXAMPLE_PLANS = ['mcp-debate', 'puo-memo', 'patient'].map((id) => path.join(ROOT, `plans/${id}.yaml`))
/** The plan of the service that the sandbox has to offer for a disaster. */
const PATIENT = 'patient'

export interface SandboxOptions {
  /** Plan files; default: the example plans. */
  plans?: readonly string[]
  /** Port of Muster's own server; 0 takes a free one. */
  port?: number
  /** Where the embedded database and local files live. */
  dataDir: string
  /** A database to use instead of the embedded one; it must be empty. */
  databaseUrl?: string
  logger?: Logger
  /** What steps of recoveries can be handed; PATH at least. */
  environment?: Readonly<Record<string, string | undefined>>
  /** Makes a PDF of each review; default: there are none. */
  chromium?: string
  /** Plans whose steps are carried out on this machine; the steps of others only pretend. Default: the patient's. */
  runs?: readonly string[] | 'all'
  /** False: the journal is not copied into the bucket. */
  copiesJournal?: boolean
  /** How Muster looks at its database; default: as in production. */
  databaseLooks?: NonNullable<Settings['databaseLooks']>
}

export interface Sandbox {
  contract: ReturnType<typeof contractOf>
  muster: Muster
  /** There is one when its plan is among the plans. */
  patient?: Patient
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
  const planFiles = options.plans ?? EXAMPLE_PLANS
  const plans = await readPlans(planFiles)
  const cast = castOf(plans)

  const dataDir = await freeDirectory(options.dataDir)
  const clock = createSteppedClock(wallClock, wallClock.now(), true)
  const faults = createFaults()
  const feed = createFeed()
  const around = { plans, cast, clock, faults, dataDir, random, onRecord: feed.add }
  const services = open.adopt(await startServices(around), (it) => it.close())
  const contacts = await writeContacts(dataDir, cast, services.slack.users)

  const { databaseUrl, patient } = await prepare(options, open, { plans, dataDir, clock, random, store: services.s3 })
  const alertsSecret = random(16)
  const settings = settingsFor({
    ...{ services, patient, dataDir, databaseUrl, contacts, planFiles, plans, port, secret: random(24) },
    ...{ alertsSecret, chromium: options.chromium },
    ...{ environment: options.environment ?? {}, runs: options.runs ?? [PATIENT] },
  })
  settings.copiesJournal = options.copiesJournal ?? true
  if (options.databaseLooks) settings.databaseLooks = options.databaseLooks
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
  const control = open.adopt(await openControl({ clock, time, faults, ...(patient && { patient }) }), (it) =>
    it.close(),
  )

  const people = cast.map((member) => ({ ...member, slackUserId: services.slack.users[member.person] ?? '' }))
  const workspace = open.adopt(
    await startWorkspace({
      ...{
        feed,
        services,
        people,
        clock,
        faults,
        example: exampleOf(plans),
        run: random(8),
        ...(patient && { patient }),
      },
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
    alertsSecret,
  }
  const contract = contractOf({ plans, people, clock, services, muster, patient, urls })
  return { contract, muster, ...(patient && { patient }), settings, services, clock, faults }
}

interface Prepared {
  plans: readonly Plan[]
  dataDir: string
  clock: SteppedClock
  random: (bytes: number) => string
  store: SandboxServices['s3']
}

/** A database of its own, and the patient when its plan is among the plans. */
async function prepare(
  options: SandboxOptions,
  open: AsyncDisposableStack,
  { plans, dataDir, clock, random, store }: Prepared,
): Promise<{ databaseUrl: string; patient: Patient | undefined }> {
  const { logger = silentLogger } = options
  const databaseUrl = options.databaseUrl ?? (await freshDatabase())
  async function freshDatabase(): Promise<string> {
    const postgres = open.adopt(await startEmbeddedPostgres({ dataDir, random, fast: true, logger }), (it) => it.stop())
    await postgres.dropDatabase('sandbox')
    return postgres.createDatabase('sandbox')
  }
  if (plans.every(({ id }) => id !== PATIENT)) return { databaseUrl, patient: undefined }
  const place = { dir: path.join(dataDir, 'patient'), adminUrl: databaseUrl, store }
  // On a server of our own the name is free, but for what a killed run has left there.
  const named = options.databaseUrl ? {} : { databaseName: 'corner_shop' }
  const around = { clock, random, ownerPid: process.pid }
  const patient = open.adopt(await startPatient({ ...place, ...named, ...around }), (it) => it.close())
  return { databaseUrl, patient }
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

/**
 * The patient: a small real service with a real database, which can be broken for real and recovered by what a plan's steps run. Promises that a fault has
 * taken effect before `break` resolves, that `heal` ends each, and that `close` leaves neither process nor database.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../../src/engine/clock.ts'
import type { Random } from '../../src/engine/journal.ts'
import { posixQuoted } from '../../src/plan/posix-quote.ts'
import { openTogether } from '../../src/program/open-together.ts'
import { openDoor } from '../http/door.ts'
import { json } from '../http/messages.ts'
import { askHealth, type PatientHealth } from './ask-health.ts'
import type { StoreAccess } from './backup-store.ts'
import {
  binDirectory,
  configurationFile,
  type PatientConfiguration,
  urlOf,
  writeConfiguration,
  writeVersions,
} from './configuration.ts'
import { restoreDump } from './dump.ts'
import { breakPatient, type PatientFault } from './patient-faults.ts'
import { findPort } from './port-lock.ts'
import { seedDump } from './seed.ts'
import { deployOnly, endService, NODE_FLAGS, programFile, startService } from './service-control.ts'
import { createDatabase, databaseUrlOn, dropDatabase, withDatabase } from './shop-database.ts'
import { GOOD } from './versions.ts'

export interface PatientOptions {
  /** Made when missing; everything of the patient's is in it. */
  dir: string
  /** Any database on the server where the patient's own will be, for a user who may create databases. */
  adminUrl: string
  /** A database of this name that is there already is dropped first. Default: a name that nobody else has. */
  databaseName?: string
  store: StoreAccess & {
    /** Where `patientctl` finds it, when that is not where the first backups are put. */
    botEndpoint?: string
  }
  /** The sandbox's: backups are dated by it. */
  clock: Pick<Clock, 'now'>
  random: Random
  /** The sandbox's process: when it is gone, the service ends by itself. */
  ownerPid: number
}

export interface Patient {
  /** Of the shop's own page. */
  url: string
  healthUrl: string
  databaseUrl: string
  /** Has `patientctl` in it; for the PATH of a plan's commands. */
  binDir: string
  /** What a plan's steps need to be handed: `PATIENT_URL`, the addresses of database and server, and the way into the backup store. */
  environment: Record<PatientVariable, string>
  health(): Promise<PatientHealth>
  /** The last one ends with the next that is well. */
  break(fault: PatientFault): Promise<void>
  /** Started, in its good version, with the data of the beginning. */
  heal(): Promise<void>
  /** The fault that it was broken by last, for as long as it has not been seen to be well since. */
  broken(): PatientFault | null
  /** Again: fine. */
  close(): Promise<void>
}

export const PATIENT_VARIABLES = [
  'PATIENT_URL',
  'PATIENT_DATABASE_URL',
  'PATIENT_ADMIN_URL',
  'PATIENT_S3_ENDPOINT',
  'PATIENT_S3_BUCKET',
  'PATIENT_S3_KEY_ID',
  'PATIENT_S3_SECRET',
] as const
export type PatientVariable = (typeof PATIENT_VARIABLES)[number]

const MINUTE_MS = 60_000
/** Made that long before the sandbox began; nothing was sold since the first. */
const BACKUPS = [
  ...[180, 150, 120, 90, 60, 30].map((minutes) => ({ agoMs: minutes * MINUTE_MS, good: true })),
  { agoMs: 10 * MINUTE_MS, good: true },
  // Whoever takes simply the newest takes this: its checksum is wrong, and nobody has tried it.
  { agoMs: 2 * MINUTE_MS, good: false },
]
const LAST_ORDER_AGO_MS = 184 * MINUTE_MS

/** @throws Error when it does not become well; nothing is left then. */
export async function startPatient(options: PatientOptions): Promise<Patient> {
  const { opened, close } = await openTogether((open) => build(options, open))
  return { ...opened, close }
}

async function build(options: PatientOptions, open: AsyncDisposableStack): Promise<Omit<Patient, 'close'>> {
  const { adminUrl, store, clock, random, ownerPid } = options
  const dir = path.resolve(options.dir)
  const name = options.databaseName ?? `corner_shop_${random(6)}`
  const startedMs = clock.now()
  const lastOrderMs = Math.floor((startedMs - LAST_ORDER_AGO_MS) / MINUTE_MS) * MINUTE_MS
  const seed = seedDump(lastOrderMs, startedMs)
  await mkdir(binDirectory(dir), { recursive: true })
  const time = open.adopt(await openDoor({ handle: () => json(200, { nowMs: clock.now() }) }), (it) => it.close())
  const port = await findPort(random)
  const patient: PatientConfiguration = {
    dir,
    port,
    lockPort: await findPort(random, port),
    databaseUrl: databaseUrlOn(adminUrl, name),
    ownerPid,
    clockUrl: time.url,
  }
  await Promise.all([writeConfiguration(patient), writeVersions(dir, [GOOD]), writeWrapper(dir)])

  const fill = () => withDatabase(patient.databaseUrl, (client) => restoreDump(client, lines(seed)))
  const create = async () => {
    await createDatabase(adminUrl, name)
    await fill()
  }
  open.defer(() => dropDatabase(adminUrl, name))
  open.defer(() => endService(patient, () => rm(configurationFile(dir), { force: true })))
  const steps = await Promise.allSettled([
    dropDatabase(adminUrl, name).then(create),
    startService(patient),
    storeBackups(store, lastOrderMs, startedMs),
  ])
  const failed = steps.find((step) => step.status === 'rejected')
  if (failed) throw failed.reason
  const health = await askHealth(patient)
  if (!health.ok) throw new Error(`The sandbox's patient is not well from the start: ${health.reason}.`)

  let broken: PatientFault | null = null
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
  const look = async () => {
    const seen = await askHealth(patient)
    if (seen.ok) broken = null
    return seen
  }
  return {
    url: urlOf(patient),
    healthUrl: `${urlOf(patient)}/health`,
    databaseUrl: patient.databaseUrl,
    binDir: binDirectory(dir),
    environment: {
      PATIENT_URL: urlOf(patient),
      PATIENT_DATABASE_URL: patient.databaseUrl,
      PATIENT_ADMIN_URL: adminUrl,
      PATIENT_S3_ENDPOINT: store.botEndpoint ?? store.endpoint,
      PATIENT_S3_BUCKET: store.bucket,
      PATIENT_S3_KEY_ID: store.accessKeyId,
      PATIENT_S3_SECRET: store.secretAccessKey,
    },
    health: look,
    break: (fault) =>
      inTurn(async () => {
        await breakPatient(patient, adminUrl, fault)
        broken = fault
      }),
    heal: () =>
      inTurn(async () => {
        await Promise.all([create(), deployOnly(patient, GOOD)])
        await look()
      }),
    broken: () => broken,
  }
}

async function* lines(text: string): AsyncGenerator<string> {
  yield* text.split('\n')
}

async function storeBackups(access: StoreAccess, lastOrderMs: number, nowMs: number): Promise<void> {
  // Only here: a sandbox without a patient needs no client of S3.
  const { backupKey, CHECKSUM, openBackupStore, sha256Of, VERIFIED } = await import('./backup-store.ts')
  const store = openBackupStore(access)
  try {
    const puts = BACKUPS.flatMap(({ agoMs, good }) => {
      const dump = seedDump(lastOrderMs, nowMs - agoMs)
      const key = backupKey(nowMs - agoMs)
      const checksum = good ? sha256Of(dump) : sha256Of(dump.slice(0, -1))
      const verified = `${new Date(nowMs - agoMs).toISOString()} restored for a try: every seal holds`
      return [
        store.putText(key, dump),
        store.putText(key + CHECKSUM, checksum),
        ...(good ? [store.putText(key + VERIFIED, verified)] : []),
      ]
    })
    await Promise.all(puts)
  } finally {
    store.close()
  }
}

/** So that a plan can say `command: [patientctl, db, check]`. */
async function writeWrapper(dir: string): Promise<void> {
  const words = [process.execPath, ...NODE_FLAGS, programFile('patientctl'), configurationFile(dir)].map(posixQuoted)
  await writeFile(path.join(binDirectory(dir), 'patientctl'), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, {
    mode: 0o755,
  })
}

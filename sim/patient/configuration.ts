/**
 * What the sandbox writes down about its patient in one folder, and what the service and `patientctl`, which are programs of their own, read there. When
 * the configuration is gone, the sandbox has ended. Files are replaced whole: nobody reads half of one.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

export interface PatientConfiguration {
  /** Absolute; everything else of the patient is in it. */
  dir: string
  /** Where the service listens, on 127.0.0.1. */
  port: number
  /** Held by whoever starts or stops the service; see port-lock.ts. */
  lockPort: number
  /** The service's own database. */
  databaseUrl: string
  /** The sandbox's process: without it there is no service either. */
  ownerPid: number
  /** Answers with the sandbox's time: `{ "nowMs": 1796464080000 }`. */
  clockUrl: string
}

export const NAME = 'Corner Shop'

export const configurationFile = (dir: string) => path.join(dir, 'patient.json')
const pidFile = (dir: string) => path.join(dir, 'service.pid')
const versionsFile = (dir: string) => path.join(dir, 'versions.json')
export const logFile = (dir: string) => path.join(dir, 'service.log')
export const binDirectory = (dir: string) => path.join(dir, 'bin')

export const urlOf = ({ port }: PatientConfiguration) => `http://127.0.0.1:${port}`

/** @throws Error in one sentence when the sandbox has ended. */
export async function readConfiguration(file: string): Promise<PatientConfiguration> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) throw new Error(`${file} is not there: the sandbox whose patient this was has ended.`)
  return JSON.parse(text) as PatientConfiguration
}

export const writeConfiguration = (configuration: PatientConfiguration) =>
  replaceFile(configurationFile(configuration.dir), JSON.stringify(configuration, null, 2))

/** Versions deployed, the present one last; those that were rolled back are out of it. */
export async function readVersions(dir: string): Promise<string[]> {
  return JSON.parse(await readFile(versionsFile(dir), 'utf8')) as string[]
}

export const writeVersions = (dir: string, versions: readonly string[]) =>
  replaceFile(versionsFile(dir), JSON.stringify(versions))

/** The process that was started last, whether or not it still runs. */
export async function readPid(dir: string): Promise<number | undefined> {
  const pid = Number(await readFile(pidFile(dir), 'utf8').catch(() => ''))
  return pid > 0 ? pid : undefined
}

export const writePid = (dir: string, pid: number) => replaceFile(pidFile(dir), `${pid}\n`)

async function replaceFile(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, text, { mode: 0o600 })
  await rename(unfinished, file)
}

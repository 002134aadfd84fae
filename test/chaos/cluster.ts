/** PostgreSQL servers of a test's own that can be killed and started again on their port, and a standby that follows one of them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, cp, mkdir, open, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { findPlace, run } from '../../src/engine/embedded-postgres-place.ts'
import { silentLogger } from '../../src/engine/logger.ts'

export interface Server {
  port: number
  url: string
  start(): Promise<void>
  /** `SIGINT`: as for a restart; `SIGKILL`: the machine is gone. All its processes are gone afterwards. */
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<void>
  query(sql: string): Promise<Record<string, unknown>[]>
}

const LOOK_MS = 5
const START_MAX_MS = 60_000

/** A new server, not yet started; `fsync` is on: what it says that it has, it has. */
export async function createServerIn(folder: string): Promise<Server> {
  const place = await placeIn(folder)
  await run(
    place.initdb,
    [`--pgdata=${place.cluster}`, '--no-sync', '--auth=trust', '--username=muster', '--encoding=UTF8', '--locale=C'],
    place.owner,
  )
  return serverOn(folder)
}

/** @param primary stopped. What it has is copied, and followed from then on. */
export async function createStandbyIn(folder: string, from: string, primary: Server): Promise<Server> {
  const place = await placeIn(folder)
  await cp((await placeIn(from)).cluster, place.cluster, { recursive: true })
  await writeFile(path.join(place.cluster, 'standby.signal'), '')
  const follows = `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=muster application_name=standby'\n`
  await appendFile(path.join(place.cluster, 'postgresql.auto.conf'), follows)
  if (place.owner.uid !== undefined) await run('chown', ['-R', `${place.owner.uid}:${place.owner.gid}`, place.cluster])
  await chmod(place.cluster, 0o700)
  return serverOn(folder)
}

async function placeIn(folder: string) {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
  const place = await findPlace(folder, silentLogger)
  await mkdir(path.dirname(place.cluster), { recursive: true })
  await mkdir(place.cluster, { recursive: true, mode: 0o700 })
  await place.give(place.cluster)
  return place
}

async function serverOn(folder: string): Promise<Server> {
  const place = await placeIn(folder)
  const port = await freePort()
  const urlOf = (database: string) => `postgres://muster@127.0.0.1:${port}/${database}`
  let server: ChildProcess | undefined

  const query = async (sql: string, database = 'postgres') => {
    const client = new pg.Client({ connectionString: urlOf(database), connectionTimeoutMillis: 1_000 })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
  return {
    port,
    url: urlOf('postgres'),
    query,
    async start() {
      const log = await open(place.log, 'a', 0o600)
      const settings = [
        'listen_addresses=127.0.0.1',
        'unix_socket_directories=',
        'shared_buffers=64MB',
        'max_connections=100',
      ]
      const flags = ['-D', place.cluster, '-p', String(port), ...settings.flatMap((one) => ['-c', one])]
      // A group of its own, which is killed as a whole.
      const launch = () =>
        spawn(place.postgres, flags, { ...place.owner, detached: true, stdio: ['ignore', log.fd, log.fd] })
      let launched = launch()
      server = launched
      const giveUpMs = Date.now() + START_MAX_MS
      while (
        !(await query('SELECT 1').then(
          () => true,
          () => false,
        ))
      ) {
        // The children of one that was killed may still hold its memory: then it ends at once.
        if (launched.exitCode !== null) {
          launched = launch()
          server = launched
        }
        if (Date.now() > giveUpMs) throw new Error(`PostgreSQL in ${folder} does not start: see ${place.log}`)
        await delay(LOOK_MS)
      }
      await log.close()
    },
    async end(signal) {
      const ending = server
      server = undefined
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
      const gone = once(ending, 'exit')
      if (signal === 'SIGKILL') process.kill(-ending.pid!, 'SIGKILL')
      else ending.kill(signal)
      await gone
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

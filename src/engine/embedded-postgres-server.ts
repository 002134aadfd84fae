/**
 * The embedded PostgreSQL's server process. Whatever ends it other than we (the kernel short of memory, somebody's `kill`), it is started again on
 * the same port, as often as it takes; what it had committed is there again. What the dead one said last is in our log, all of it in `postgres.log.1`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile, rename } from 'node:fs/promises'
import { createServer } from 'node:net'
import pg from 'pg'
import type { Place } from './embedded-postgres-place.ts'
import type { Logger } from './logger.ts'
import { wallClock } from './wall-clock.ts'

export const USER = 'muster'

/** How long a start may take, milliseconds; recovery after a crash is the slow case. */
const START_TIMEOUT_MS = 60_000

/** A fast shutdown that takes longer becomes an immediate one, milliseconds; the next start then recovers. */
const STOP_TIMEOUT_MS = 10_000

/** Pause between looks at whether the server answers or is gone, milliseconds. */
const LOOK_MS = 20

/** Another program may take the free port before PostgreSQL does. */
const PORT_TRIES_MAX = 3

/** Between two tries to start it again, milliseconds: children of a killed server hold its memory for a moment. */
const AGAIN_AFTER_MS = 500

/** Of its log, in what we say of its end. */
const LAST_LINES = 3

/** For a database beside the program: small, and on loopback only. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=64MB',
]

/** For tests: nothing survives a crash of the machine, and nothing waits for the disk. */
const FAST_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

interface ServerOptions {
  place: Place
  password: string
  fast: boolean
  logger: Logger
}

interface StartOptions extends ServerOptions {
  /** Ends the wait for a server that nobody wants any more. */
  signal: AbortSignal
  /** Is given the process at once, so that it can be ended before it answers. */
  spawned(server: ChildProcess): void
}

export interface Server {
  port: number
  /** Asks it to end, for when there is no time to wait. */
  interrupt(): void
  /** Ends it for good, and waits until it has. Again: fine. */
  stop(): Promise<void>
}

/** @throws Error with the end of PostgreSQL's log when it does not start. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { logger } = options
  const ending = new AbortController()
  let reviving: Promise<void> = Promise.resolve()
  let server!: ChildProcess
  const spawned = (child: ChildProcess) => {
    server = child
  }
  const starting = { ...options, signal: ending.signal, spawned }
  const port = await startOnFreePort(starting)

  const revive = async (ended: { code: number | null; signal: string | null }) => {
    const said = await lastWords(options.place.log)
    logger.error({ ...ended, said }, 'the database server has ended by itself; starting it again')
    // Not appended to: on a full disk a start that fails twice a second would fill what is left of it.
    await rename(options.place.log, `${options.place.log}.1`).catch((err) =>
      logger.warn({ err }, "the dead database server's log could not be kept"),
    )
    while (!ending.signal.aborted) {
      try {
        await startOn(port, starting)
        logger.warn({ pid: server.pid }, 'the database server runs again')
        return watch()
      } catch (err) {
        if (ending.signal.aborted) return
        logger.error({ err }, 'the database server does not start again; trying on')
        await wallClock.sleepUntil(wallClock.now() + AGAIN_AFTER_MS, ending.signal)
      }
    }
  }
  const watch = () => {
    const over = (code: number | null, signal: string | null) => {
      if (ending.signal.aborted) return
      reviving = revive({ code, signal })
    }
    if (isRunning(server)) server.once('exit', over)
    else over(server.exitCode, server.signalCode)
  }

  watch()
  return {
    port,
    interrupt() {
      ending.abort()
      server.kill('SIGINT')
    },
    async stop() {
      ending.abort()
      await reviving
      await stopProcess(server.pid, () => isRunning(server))
    },
  }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null

/** @returns the port. */
async function startOnFreePort(options: StartOptions): Promise<number> {
  for (let tried = 1; ; tried++) {
    const port = await freePort()
    try {
      await startOn(port, options)
      return port
    } catch (error) {
      const portTaken = /could not bind|Address already in use/.test((error as Error).message)
      if (!portTaken || tried === PORT_TRIES_MAX) throw error
    }
  }
}

async function startOn(port: number, { place, password, fast, signal, spawned }: StartOptions): Promise<void> {
  const settings = fast ? [...SETTINGS, ...FAST_SETTINGS] : SETTINGS
  const log = await open(place.log, 'w', 0o600)
  const flags = ['-D', place.cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  // Detached: a Ctrl-C in the terminal must reach only us, or the database would be gone before the engine has finished.
  const server = spawn(place.postgres, flags, { ...place.owner, detached: true, stdio: ['ignore', log.fd, log.fd] })
  spawned(server)
  const failed = new Promise<Error>((resolve) => server.on('error', resolve))
  const exited = new Promise<undefined>((resolve) => server.on('exit', () => resolve(undefined)))
  await log.close()
  const ready = await Promise.race([
    failed,
    exited,
    answers(port, password, () => isRunning(server) && !signal.aborted),
  ])
  if (ready === true) return
  const said = await lastWords(place.log)
  await stopProcess(server.pid, () => isRunning(server))
  throw new Error(`the embedded PostgreSQL in ${place.cluster} did not start: ${said || 'no log'}`, {
    cause: ready || undefined,
  })
}

/** The end of the server's log; empty when there is none. */
const lastWords = async (log: string) =>
  (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-LAST_LINES).join(' / ')

/** @returns true once the server takes connections; false when it has ended, or does not within the time allowed. */
async function answers(port: number, password: string, runs: () => boolean): Promise<boolean> {
  const giveUpMs = wallClock.now() + START_TIMEOUT_MS
  while (runs() && wallClock.now() < giveUpMs) {
    if ((await clusterAt(port, password)) !== undefined) return true
    await pause()
  }
  return false
}

/** The data directory of the server on this port, if it lets us in. */
export async function clusterAt(port: number, password: string): Promise<string | undefined> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: USER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 1_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return rows[0]?.data_directory
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}

export async function stopProcess(pid: number | undefined, isRunning: () => boolean): Promise<void> {
  if (pid === undefined || !isRunning()) return
  process.kill(pid, 'SIGINT')
  const impatientMs = wallClock.now() + STOP_TIMEOUT_MS
  let signalled = false
  while (isRunning()) {
    if (!signalled && wallClock.now() >= impatientMs) {
      process.kill(pid, 'SIGQUIT')
      signalled = true
    }
    await pause()
  }
}

const pause = () => wallClock.sleepUntil(wallClock.now() + LOOK_MS, new AbortController().signal)

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')),
      )
    })
  })
}

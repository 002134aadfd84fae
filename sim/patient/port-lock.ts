/**
 * Ports for the patient that stay free while its service is down, and a lock between programs that is nothing but such a port: whoever listens on it has it,
 * and the system takes it back from a program that died, so it is never stale.
 */
import { createServer, type Server } from 'node:net'
import type { Random } from '../../src/engine/journal.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'

/** Below every range from which systems take ports for programs that ask for any. */
const PORTS = { first: 21_000, last: 31_999 }
const TRIES_MAX = 100
/** How long somebody else may hold the lock, milliseconds: longer than any start or stop takes. */
const LOCK_WAIT_MS = 30_000
const LOOK_MS = 10

/**
 * @param taken is not free, although nobody listens there yet.
 * @throws Error when there is none.
 */
export async function findPort(random: Random, taken?: number): Promise<number> {
  for (let tried = 0; tried < TRIES_MAX; tried++) {
    const port = PORTS.first + (Number.parseInt(random(4), 16) % (PORTS.last - PORTS.first + 1))
    const server = port === taken ? undefined : await listen(port)
    if (!server) continue
    await closed(server)
    return port
  }
  throw new Error(`No port from ${PORTS.first} to ${PORTS.last} is free for the patient.`)
}

/** Waits its turn, does the work and lets the next one in. */
export async function withPortLock<T>(port: number, work: () => Promise<T>): Promise<T> {
  const giveUpMs = wallClock.now() + LOCK_WAIT_MS
  let lock = await listen(port)
  while (!lock) {
    if (wallClock.now() >= giveUpMs) throw new Error('Another patientctl has been at work for too long: try again.')
    await wallClock.sleepUntil(wallClock.now() + LOOK_MS, new AbortController().signal)
    lock = await listen(port)
  }
  try {
    return await work()
  } finally {
    await closed(lock)
  }
}

/** Undefined when somebody listens there already. */
function listen(port: number): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server))
  })
}

const closed = (server: Server) => new Promise((resolve) => server.close(resolve))

/**
 * What replicas tell each other through PostgreSQL's NOTIFY: that something is due sooner, that work was handed out. One connection of its
 * own, opened again when it breaks.
 *
 * It promises a call for every notification while connected, and one call for each channel after every reconnection, because something
 * may have been missed. It does not promise delivery; listeners must also look by themselves now and then.
 */
import pg from 'pg'
import { createListeners } from './listeners.ts'
import type { Logger } from './logger.ts'
import { wallClock } from './wall-clock.ts'

/** Names of the channels; NOTIFY is per database, so they need a prefix. */
export const CHANNELS = { wake: 'muster_wake', jobs: 'muster_jobs' } as const
type Channel = keyof typeof CHANNELS

/** Pause before connecting again, milliseconds. */
const RECONNECT_PAUSE_MS = 250

export interface PostgresSignals {
  /** Resolves once connected and listening. Again, or after stop: fine. */
  start(): Promise<void>
  stop(): Promise<void>
  on(channel: Channel, listener: () => void): () => void
}

/** @param name by which the connection is known to the database. */
export function createPostgresSignals(connectionString: string, name: string, logger: Logger): PostgresSignals {
  const listeners = { wake: createListeners(), jobs: createListeners() }
  let stopping = new AbortController()
  let running: Promise<void> | undefined

  /** Connects and listens; the returned promise inside resolves when the connection has ended. */
  const connect = async (): Promise<{ ended: Promise<void>; end(): Promise<void> }> => {
    const client = new pg.Client({ connectionString, keepAlive: true, application_name: name })
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
    })
    client.on('notification', ({ channel }) => {
      if (channel === CHANNELS.wake) listeners.wake.call()
      if (channel === CHANNELS.jobs) listeners.jobs.call()
    })
    await client.connect()
    await client.query(`LISTEN ${CHANNELS.wake}; LISTEN ${CHANNELS.jobs}`)
    return { ended, end: () => client.end() }
  }

  const keepConnected = async (first: Awaited<ReturnType<typeof connect>>, signal: AbortSignal) => {
    let connection: typeof first | undefined = first
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    while (!signal.aborted) {
      if (connection) await Promise.race([connection.ended, aborted])
      if (signal.aborted) break
      if (connection) logger.warn({}, 'lost the connection that listens for notifications; connecting again')
      await wallClock.sleepUntil(wallClock.now() + RECONNECT_PAUSE_MS, signal)
      if (signal.aborted) return
      connection = await connect().catch(() => undefined)
      if (!connection) continue
      listeners.wake.call()
      listeners.jobs.call()
    }
    await connection?.end().catch(() => {})
  }

  return {
    async start() {
      if (running) return
      stopping = new AbortController()
      const first = await connect()
      running = keepConnected(first, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
      running = undefined
    },
    on: (channel, listener) => listeners[channel].add(listener),
  }
}

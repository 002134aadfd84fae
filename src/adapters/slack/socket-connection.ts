/**
 * Keeps a Socket Mode connection open. The SDK's own reconnecting is switched off: it gives up on the first network error, and does so in
 * a promise that nobody holds, which ends the process (slackapi/node-slack-sdk#1243). Here every end of a connection, expected or not, leads
 * to the next attempt, until `stop`.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { SocketModeReceiver } from '@slack/bolt'
import { clientOptions, type Diagnostics, sdkLogger } from './client.ts'

const PAUSE_FIRST_MS = 500
const PAUSE_MAX_MS = 30_000
/** A connection that ends sooner counts as a failed attempt: with too many open, Slack closes each new one at once. */
const SHORT_LIVED_MS = 10_000
/** From asking for an address to Slack's hello. */
const CONNECT_TIMEOUT_MS = 15_000

export interface SocketConnection {
  receiver: SocketModeReceiver
  /** Resolves when the first attempt has ended, well or not; goes on trying in the background. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** @param options `appToken` is the app-level token, `xapp-…`. */
export function createSocketConnection(options: {
  appToken: string
  apiUrl?: string
  logger?: Diagnostics
}): SocketConnection {
  const { appToken, logger } = options
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLogger(logger),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(options) },
    // Acknowledging over a connection that is gone throws; there is nobody left to tell.
    processEventErrorHandler: async ({ error }) => {
      logger?.warn(`slack: an event could not be answered: ${error.message}`)
      return false
    },
  })
  const { client } = receiver
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let started: Promise<void> | undefined

  const attempt = async (connected: () => void): Promise<boolean> => {
    const startMs = performance.now()
    const timeout = setTimeout(() => void client.disconnect(), CONNECT_TIMEOUT_MS)
    let gone = () => {}
    const over = new Promise<void>((resolve) => {
      gone = resolve
    })
    client.once('disconnected', gone)
    try {
      await client.start()
      clearTimeout(timeout)
      connected()
      // Stopped while the address was being asked for: there was no connection to close then.
      if (stopping.signal.aborted) void client.disconnect()
      await over
      return performance.now() - startMs > SHORT_LIVED_MS
    } catch (error) {
      logger?.warn(
        `slack: Socket Mode could not connect: ${error instanceof Error ? error.message : 'connection closed'}`,
      )
      return false
    } finally {
      clearTimeout(timeout)
      client.off('disconnected', gone)
    }
  }
  const keepOpen = async (firstEnded: () => void) => {
    let failures = 0
    while (!stopping.signal.aborted) {
      failures = (await attempt(firstEnded)) ? 0 : failures + 1
      firstEnded()
      if (failures === 0) continue
      const pauseMs = Math.min(PAUSE_FIRST_MS * 2 ** (failures - 1), PAUSE_MAX_MS)
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  return {
    receiver,
    start() {
      started ??= new Promise((resolve) => {
        running = keepOpen(resolve)
      })
      return started
    },
    async stop() {
      stopping.abort()
      if (!running) return
      const ending = running
      running = undefined
      await client.disconnect()
      await ending
    },
  }
}

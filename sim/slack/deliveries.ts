/**
 * Brings what happens in the workspace to the bot as Slack does: over Socket Mode when the bot is connected, else as a
 * signed HTTP POST. It waits for the immediate answer for as long as Slack would, and sends nothing twice.
 */
import { createHmac } from 'node:crypto'
import type { Clock } from '../../src/engine/clock.ts'
import type { EnvelopeType, SocketMode } from './socket-mode.ts'
import type { Json } from './wire.ts'

/** Slack waits three seconds for an acknowledgement. */
const ANSWER_WITHIN_MS = 3_000

/** What the bot answered at once. Status 504 and `operation_timeout` when it took longer than Slack waits. */
export interface BotResponse {
  status: number
  body: string
  ms: number
}

export interface Deliveries {
  setEventsUrl(url: string): void
  /**
   * @throws when the bot is reachable neither way, or refuses the connection.
   */
  deliver(type: EnvelopeType, payload: Json): Promise<BotResponse>
}

export function createDeliveries(socketMode: SocketMode, wall: Clock, signingSecret: string): Deliveries {
  let eventsUrl = ''
  const post = async (type: EnvelopeType, payload: Json, signal: AbortSignal) => {
    const { body, contentType } = encoded(type, payload)
    const headers = { 'content-type': contentType, ...signatureOf(body, signingSecret, wall.now()) }
    try {
      const response = await fetch(eventsUrl, { method: 'POST', headers, body, signal })
      return { status: response.status, body: await response.text() }
    } catch (cause) {
      if (signal.aborted) return undefined
      throw new Error(`The bot does not answer at its events URL ${eventsUrl}; check that it is running.`, { cause })
    }
  }
  const overSocket = async (type: EnvelopeType, payload: Json, signal: AbortSignal) => {
    const body = await socketMode.deliver(type, payload, signal)
    return body === undefined ? undefined : { status: 200, body }
  }
  return {
    setEventsUrl(url) {
      eventsUrl = url
    },
    async deliver(type, payload) {
      if (socketMode.connections() === 0 && eventsUrl === '') {
        throw new Error('The bot cannot be reached: it has no Socket Mode connection, and setEventsUrl was not called.')
      }
      const startMs = wall.now()
      const late = new AbortController()
      const answered = new AbortController()
      void wall.sleepUntil(startMs + ANSWER_WITHIN_MS, answered.signal).then(() => late.abort())
      try {
        const send = socketMode.connections() > 0 ? overSocket : post
        const response = await send(type, payload, late.signal)
        return { ...(response ?? { status: 504, body: 'operation_timeout' }), ms: wall.now() - startMs }
      } finally {
        answered.abort()
      }
    },
  }
}

/** Slash commands are plain forms, interactions JSON within a form, events JSON. */
function encoded(type: EnvelopeType, payload: Json): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' }
  const fields = type === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>)
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' }
}

/** The headers by which the bot knows that Slack sent it; see docs.slack.dev, "Verifying requests from Slack". */
export function signatureOf(body: string, signingSecret: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000))
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
}

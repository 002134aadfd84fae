/**
 * Socket Mode as Slack serves it: `apps.connections.open` gives a single-use WebSocket address, up to ten connections
 * live side by side, each envelope goes to one of them, and its acknowledgement is awaited. An envelope that nobody
 * acknowledges in time is not sent again; the caller decides.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../../src/engine/clock.ts'
import { APP_ID } from './emulator.ts'
import type { RandomId } from './slack-ids.ts'
import type { MethodTable } from './web-api.ts'
import { isObject, type Json, parsedOr, stringOf } from './wire.ts'

/** Slack: "up to 10 active connections" for each app. */
const CONNECTIONS_MAX = 10
/** Clients give up when they hear no ping for 30 s. */
const PING_EVERY_MS = 10_000
/** How long a client may take to say goodbye before it is cut off. */
const GOODBYE_MS = 500

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api'

export interface SocketMode {
  methods: MethodTable
  connections(): number
  /** Takes over the upgrades of a server. `admit` is asked first and may cut the connection itself. */
  attach(server: Server, admit: (socket: Duplex) => Promise<boolean>): void
  /**
   * Sends an envelope to the next connection.
   * @returns the acknowledgement's payload, as JSON or '' when it has none; undefined when `signal` aborts first or the
   *   connection ends.
   */
  deliver(type: EnvelopeType, payload: Json, signal: AbortSignal): Promise<string | undefined>
  /** Asks every connection to come back, as Slack does some times a day. */
  disconnect(reason: 'warning' | 'refresh_requested'): void
  /** Closes every connection properly, so that a bot that stops at the same moment sees no error. */
  close(): Promise<void>
}

export function createSocketMode(wall: Clock, randomId: RandomId): SocketMode {
  const tickets = new Set<string>()
  const server = new WebSocketServer({ noServer: true })
  const stopped = new AbortController()
  let turn = 0
  const live = () => [...server.clients].filter((socket) => socket.readyState === socket.OPEN)
  void pingForEver(server, wall, stopped.signal)

  const welcome = (socket: WebSocket) => {
    if (server.clients.size > CONNECTIONS_MAX) {
      send(socket, { type: 'disconnect', reason: 'too_many_websockets' })
      return socket.close()
    }
    send(socket, {
      type: 'hello',
      num_connections: server.clients.size,
      connection_info: { app_id: APP_ID },
      debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
    })
  }
  return {
    methods: {
      'apps.connections.open': ({ origin }) => {
        const ticket = randomId()
        tickets.add(ticket)
        const query = new URLSearchParams({ ticket, app_id: APP_ID })
        return { ok: true, url: `${origin.replace('http', 'ws')}/link/?${query}` }
      },
    },
    connections: () => live().length,
    attach(httpServer, admit) {
      httpServer.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        socket.on('error', () => socket.destroy())
        if (!(await admit(socket))) return
        const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? ''
        if (!tickets.delete(ticket)) return void socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n')
        server.handleUpgrade(request, socket, head, welcome)
      })
    },
    deliver(type, payload, signal) {
      const sockets = live()
      const socket = sockets[turn++ % sockets.length]
      if (!socket) return Promise.resolve(undefined)
      const envelopeId = randomId()
      const takesAnswer = type !== 'events_api'
      const retry = takesAnswer ? {} : { retry_attempt: 0, retry_reason: '' }
      const acknowledged = acknowledgement(socket, envelopeId, signal)
      send(socket, { envelope_id: envelopeId, type, accepts_response_payload: takesAnswer, payload, ...retry })
      return acknowledged
    },
    disconnect(reason) {
      for (const socket of live()) send(socket, { type: 'disconnect', reason })
    },
    async close() {
      stopped.abort()
      await goodbye([...server.clients], wall)
      server.close()
    },
  }
}

const send = (socket: WebSocket, message: Json) => socket.send(JSON.stringify(message))

function acknowledgement(socket: WebSocket, envelopeId: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (answer: string | undefined) => {
      socket.off('message', hear)
      socket.off('close', giveUp)
      signal.removeEventListener('abort', giveUp)
      resolve(answer)
    }
    const giveUp = () => settle(undefined)
    const hear = (data: { toString(): string }) => {
      const message = parsedOr(data.toString())
      if (!isObject(message) || stringOf(message.envelope_id) !== envelopeId) return
      const payload = isObject(message.payload) ? message.payload : {}
      settle(Object.keys(payload).length === 0 ? '' : JSON.stringify(payload))
    }
    socket.on('message', hear)
    socket.on('close', giveUp)
    signal.addEventListener('abort', giveUp)
  })
}

async function goodbye(sockets: WebSocket[], wall: Clock) {
  const allGone = new AbortController()
  const gone = sockets.map((socket) => {
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.close(1001)
    return closed
  })
  await Promise.race([Promise.all(gone), wall.sleepUntil(wall.now() + GOODBYE_MS, allGone.signal)])
  allGone.abort()
  for (const socket of sockets) socket.terminate()
}

async function pingForEver(server: WebSocketServer, wall: Clock, signal: AbortSignal) {
  while (!signal.aborted) {
    for (const socket of server.clients) socket.ping()
    await wall.sleepUntil(wall.now() + PING_EVERY_MS, signal)
  }
}

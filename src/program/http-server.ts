/** The one HTTP server: Slack's requests go to its receiver untouched, everything else to the web routes. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { wallClock } from '../engine/wall-clock.ts'
import { createFrontGate } from './front-gate.ts'
import type { Settings } from './settings.ts'

export interface HttpServer {
  /** Without a slash at the end. */
  url: string
  /** After how many milliseconds whoever sends slowly is cut off. */
  limits: { headersTimeout: number; requestTimeout: number }
  /** Begins to answer; until then every request gets 503. */
  serve(handlers: {
    web: (request: Request) => Response | Promise<Response>
    /** Takes a request if it is Slack's; false: untouched. */
    slack?: (request: IncomingMessage, response: ServerResponse) => boolean
  }): void
  /** From now on each answer ends its connection, so that whoever asks again comes to another replica. */
  drain(): void
  /** Stops listening, lets requests in hand be answered for a moment, and ends all connections. Again: fine. */
  close(): Promise<void>
}

/** What is in hand when the server closes may take so long, milliseconds. */
const IN_HAND_MAX_MS = 1_500
const IDLE_EVERY_MS = 20

/** Whoever sends a request drop by drop is cut off; none of ours takes longer to send. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
}
/** What is above that is closed at once: file handles are also needed for paging. */
const CONNECTIONS_MAX = 2_000

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const notYet: Handler = (_request, response) => {
  response.writeHead(503, { 'retry-after': '1' }).end('Muster is starting: try again in a moment.')
}

/**
 * @throws Error naming the port when it is taken.
 * @param nowMs the real clock's time.
 */
export async function openHttpServer(
  { host, port }: Pick<Settings, 'host' | 'port'>,
  nowMs: () => number = wallClock.now,
): Promise<HttpServer> {
  let handle = notYet
  let draining = false
  const gate = createFrontGate(nowMs)
  const server = createServer(LIMITS, (request, response) => {
    if (draining) response.setHeader('connection', 'close')
    if (!gate.refuses(request, response)) handle(request, response)
  })
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is taken by another program: set MUSTER_PORT to a free one.`
      reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error)
    })
    server.listen(port, host, resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actual}`,
    limits: { headersTimeout: server.headersTimeout, requestTimeout: server.requestTimeout },
    serve({ web, slack }) {
      const listener = getRequestListener(web)
      handle = (request, response) => {
        if (!slack?.(request, response)) void listener(request, response)
      }
    },
    drain() {
      draining = true
    },
    async close() {
      if (!server.listening) return
      draining = true
      const closed = new Promise((resolve) => server.close(resolve))
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_EVERY_MS)
      const enough = setTimeout(() => server.closeAllConnections(), IN_HAND_MAX_MS)
      server.closeIdleConnections()
      await closed
      clearInterval(idle)
      clearTimeout(enough)
    },
  }
}

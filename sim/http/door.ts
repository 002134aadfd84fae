/**
 * A door of a simulated service: one HTTP or HTTPS server on the loopback, on a free port unless told which, which hands each request to a function.
 * The bot's door meets the faults that are switched on; a driver's door is opened without them and always tells the truth.
 * Every call is reported with the status that it got, 0 when the connection was cut. A handler that throws is answered with 500
 * and the error's message: that is a bug of the simulator, and a test should see it.
 */
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Fault, FaultService, Faults } from '../faults/faults.ts'
import type { DoorReply, DoorRequest } from './messages.ts'
import { realDelay } from './real-delay.ts'

/** Most bytes of a body that a door reads: well above every limit that a simulated service itself checks. */
const BODY_BYTES_MAX = 80 * 1024 * 1024
const SLOW_DELAY_MS = 2_000
const RETRY_AFTER_SECONDS = 30

/** What a service answers under a `rate-limit` or `error` fault. The door adds Retry-After to the first. */
export type RefusedReply = (kind: 'rate-limit' | 'error', status: number, request: DoorRequest) => DoorReply

interface DoorFaults {
  faults: Faults
  service: FaultService
  refuse: RefusedReply
}

export interface DoorOptions {
  /** Default: a free one. */
  port?: number
  handle: (request: DoorRequest) => DoorReply | Promise<DoorReply>
  /** PEM key and certificate; with them the door speaks HTTPS. */
  tls?: { key: string; cert: string }
  meets?: DoorFaults
  onCall?: (request: DoorRequest, status: number) => void
}

export interface Door {
  /** Like `http://127.0.0.1:41234`, without a slash at the end. */
  url: string
  /** Like `127.0.0.1:41234`. */
  host: string
  /** Stops listening and cuts every connection; a second call does nothing more. */
  close(): Promise<void>
}

export async function openDoor(options: DoorOptions): Promise<Door> {
  const closing = new AbortController()
  const listener: http.RequestListener = (incoming, outgoing) => {
    serve(options, incoming, outgoing, closing.signal).catch(() => outgoing.destroy())
  }
  const server = options.tls ? https.createServer(options.tls, listener) : http.createServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `${options.tls ? 'https' : 'http'}://${host}`,
    async close() {
      closing.abort()
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function serve(
  options: DoorOptions,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const replied = new Promise<void>((resolve) => outgoing.once('close', resolve))
  const request = await read(incoming, replied)
  const call = `${request.method} ${request.path}`
  const fault = options.meets?.faults.next(options.meets.service, call)
  if (fault?.fault === 'down') {
    options.onCall?.(request, 0)
    incoming.socket.destroy()
    return
  }
  if (fault?.fault === 'slow') await realDelay(fault.delayMs ?? SLOW_DELAY_MS, closing)
  const refusal = fault && options.meets && refusalOf(fault, options.meets.refuse, request)
  const reply = refusal ?? (await answer(options, request))
  options.onCall?.(request, reply.status)
  send(outgoing, reply)
}

function refusalOf(fault: Fault, refuse: RefusedReply, request: DoorRequest): DoorReply | undefined {
  if (fault.fault === 'error') return refuse('error', fault.status ?? 500, request)
  if (fault.fault !== 'rate-limit') return undefined
  const reply = refuse('rate-limit', 429, request)
  const seconds = String(fault.retryAfter ?? RETRY_AFTER_SECONDS)
  return { ...reply, headers: { ...reply.headers, 'retry-after': seconds } }
}

async function answer(options: DoorOptions, request: DoorRequest): Promise<DoorReply> {
  try {
    return await options.handle(request)
  } catch (error) {
    return { status: 500, body: { error: `The simulator failed: ${error instanceof Error ? error.message : error}` } }
  }
}

async function read(incoming: http.IncomingMessage, replied: Promise<void>): Promise<DoorRequest> {
  const chunks: Buffer[] = []
  let lengthBytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    lengthBytes += chunk.length
    if (lengthBytes > BODY_BYTES_MAX) throw new Error(`A body of more than ${BODY_BYTES_MAX} bytes was sent.`)
    chunks.push(chunk)
  }
  const [path = '/', rawQuery = ''] = (incoming.url ?? '/').split('?', 2)
  return {
    method: incoming.method ?? 'GET',
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
    replied,
  }
}

function send(outgoing: http.ServerResponse, reply: DoorReply): void {
  const { body } = reply
  const raw = typeof body === 'string' || Buffer.isBuffer(body)
  const type = raw || body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }
  outgoing.writeHead(reply.status, { ...type, ...reply.headers })
  outgoing.end(raw || body === undefined ? body : JSON.stringify(body))
}

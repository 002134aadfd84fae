/**
 * What every request passes before anything looks at it: headers that keep a browser from being used against us, how large it may be, how often one
 * address may ask, and how much of the program one kind of request may take up. Pages to people are carried out by the same process, so a
 * storm at one door must not use up what they need.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRateLimit, type Rate } from '../engine/rate-limit.ts'
import { clientAddress, isLocal } from './client-address.ts'

interface Door {
  path: string
  rate: Rate
  /** Requests in hand at a time. */
  inHandMax: number
  bytesMax: number
  /** Whether a body may come without a length; what reads it counts the bytes then. */
  mayBeUnmeasured: boolean
}

const KB = 1024

/** The first that fits counts. Slack sends everybody's requests from few addresses, and Twilio the reports of hundreds of messages. */
export const DOORS: readonly Door[] = [
  {
    ...{ path: '/slack/events', rate: { perSecond: 100, burst: 500 }, inHandMax: 100 },
    // Bolt reads a body to its end, however long it is.
    ...{ bytesMax: 1024 * KB, mayBeUnmeasured: false },
  },
  {
    ...{ path: '/hooks/alerts', rate: { perSecond: 10, burst: 100 }, inHandMax: 8 },
    ...{ bytesMax: 1024 * KB, mayBeUnmeasured: true },
  },
  {
    ...{ path: '/hooks', rate: { perSecond: 50, burst: 300 }, inHandMax: 32 },
    ...{ bytesMax: 1024 * KB, mayBeUnmeasured: true },
  },
  {
    ...{ path: '/status', rate: { perSecond: 20, burst: 100 }, inHandMax: 32 },
    ...{ bytesMax: 16 * KB, mayBeUnmeasured: true },
  },
  {
    ...{ path: '', rate: { perSecond: 20, burst: 200 }, inHandMax: 32 },
    ...{ bytesMax: 256 * KB, mayBeUnmeasured: true },
  },
]

/** For answers that no page gives its own: nothing may be loaded, framed, guessed or passed on. */
export const BASE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=15552000; includeSubDomains',
}

export interface FrontGate {
  /** True: it has been refused and answered. False: go on; the end of the answer is seen by itself. */
  refuses(request: IncomingMessage, response: ServerResponse): boolean
}

/** @param nowMs the real clock's time, epoch ms. */
export function createFrontGate(nowMs: () => number): FrontGate {
  const doors = DOORS.map((door) => ({ ...door, limit: createRateLimit(door.rate), inHand: 0 }))
  return {
    refuses(request, response) {
      for (const [name, value] of Object.entries(BASE_HEADERS)) response.setHeader(name, value)
      const path = (request.url ?? '').split('?')[0] ?? ''
      const door = doors.find((one) => path === one.path || path.startsWith(`${one.path}/`) || one.path === '')!
      const tooLarge = whyTooLarge(request, door)
      if (tooLarge) return refuse(request, response, tooLarge)
      const address = clientAddress(request.socket.remoteAddress, headerOf(request, 'x-forwarded-for'))
      // Whoever is on this machine could do worse.
      const wait = isLocal(address) ? 0 : door.limit.waitSeconds(address, nowMs())
      if (wait > 0) {
        const text = `Too many requests from your address: try again in ${wait} s.`
        return refuse(request, response, { status: 429, text, retryAfter: wait })
      }
      if (door.inHand >= door.inHandMax)
        return refuse(request, response, {
          status: 503,
          text: 'Too much at once: try again in a moment.',
          retryAfter: 1,
        })
      door.inHand++
      response.once('close', () => door.inHand--)
      return false
    },
  }
}

interface Refusal {
  status: number
  text: string
  retryAfter?: number
}

function whyTooLarge(request: IncomingMessage, door: Door): Refusal | undefined {
  const length = headerOf(request, 'content-length')
  if (length !== undefined && Number(length) > door.bytesMax)
    return { status: 413, text: `Too large: at most ${door.bytesMax / KB} KB are taken here.` }
  const isUnmeasured = length === undefined && headerOf(request, 'transfer-encoding') !== undefined
  if (isUnmeasured && !door.mayBeUnmeasured)
    return { status: 411, text: 'Say how long the body is, by Content-Length.' }
  return undefined
}

const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, text, retryAfter }: Refusal): true {
  // The rest of the body is not read: the connection ends with the answer.
  request.pause()
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    })
    .end(`${text}\n`)
  return true
}

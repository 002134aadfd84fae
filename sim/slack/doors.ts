/**
 * The two HTTP servers of the Slack sandbox, on free ports of 127.0.0.1. The bot's door takes what a bot sends to
 * Slack, and faults happen there; the driver's door takes Web API calls without faults or limits and lists views and
 * ephemerals. Both use one state.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SlackEmulator } from './emulator.ts'
import type { Ephemerals } from './ephemerals.ts'
import type { FaultGate } from './fault-effects.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { Views } from './views.ts'
import type { Door, WebApi } from './web-api.ts'
import { type Json, parsedOr, readBody, readSlackRequest, sendJson } from './wire.ts'

export interface DoorParts {
  webApi: WebApi
  gate: FaultGate
  views: Views
  ephemerals: Ephemerals
  responseUrls: ResponseUrls
  emulator: SlackEmulator
  /** Told of each call that came in, with what was answered; a fault that ended it is an answer too. */
  onCall: (who: Door, method: string, args: Json, response: Json) => void
}

export interface OpenDoor {
  /** `http://127.0.0.1:PORT` */
  origin: string
  server: Server
  close(): Promise<void>
}

interface Visit {
  door: Door
  origin: string
  url: URL
  request: IncomingMessage
  response: ServerResponse
}

export async function openDoor(door: Door, parts: DoorParts): Promise<OpenDoor> {
  let origin = ''
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin)
    answer({ door, origin, url, request, response }, parts).catch((error: Error) => {
      if (response.headersSent || response.destroyed) return
      sendJson(response, 500, { ok: false, error: 'fatal_error', detail: error.message })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { origin, server, close: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function answer(visit: Visit, parts: DoorParts): Promise<void> {
  const { pathname, searchParams } = visit.url
  if (pathname.startsWith('/api/')) return webApiCall(visit, parts, pathname.slice('/api/'.length))
  if (pathname.startsWith('/response')) return responsePost(visit, parts, pathname.slice('/response'.length))
  if (pathname.startsWith('/upload/')) return upload(visit, parts)
  if (visit.door === 'driver' && visit.request.method === 'GET') {
    const user = searchParams.get('user') ?? undefined
    if (pathname === '/views') {
      return sendJson(
        visit.response,
        200,
        parts.views.list(user).map(({ userId, view }) => ({ ...view, user: userId })),
      )
    }
    if (pathname === '/ephemerals') return sendJson(visit.response, 200, parts.ephemerals.list(user))
  }
  sendJson(visit.response, 404, { ok: false, error: 'not_found', detail: `There is nothing at ${pathname}.` })
}

async function webApiCall(visit: Visit, parts: DoorParts, method: string): Promise<void> {
  const slackRequest = await readSlackRequest(visit.request, visit.url, await readBody(visit.request))
  const record = (response: Json) => parts.onCall(visit.door, method, slackRequest.args, response)
  if (await isCut(visit, parts, method, record)) return
  const reply = await parts.webApi(visit.door, visit.origin, method, slackRequest)
  record(reply.body)
  sendJson(visit.response, reply.status, reply.body, reply.headers)
}

/** Response URLs lie at the bot's door, but reading the list is the driver's. */
async function responsePost(visit: Visit, parts: DoorParts, path: string): Promise<void> {
  if (visit.request.method === 'GET') return sendJson(visit.response, 200, parts.responseUrls.list())
  const text = (await readBody(visit.request)).toString()
  const body = parsedOr(text)
  const record = (response: Json) => parts.onCall(visit.door, 'response_url', { path, body }, response)
  if (await isCut(visit, parts, 'response_url', record)) return
  const reply = await parts.responseUrls.take(path, body)
  record({ ok: reply.status === 200 })
  visit.response.writeHead(reply.status, { 'content-type': 'text/html' }).end(reply.text)
}

async function upload(visit: Visit, parts: DoorParts): Promise<void> {
  const body = await readBody(visit.request)
  const record = (response: Json) => parts.onCall(visit.door, 'upload', { bytes: body.length }, response)
  if (await isCut(visit, parts, 'upload', record)) return
  const contentType = visit.request.headers['content-type'] ?? 'application/octet-stream'
  const status = await parts.emulator.upload(visit.url.pathname, body, contentType)
  record({ ok: status === 200 })
  visit.response
    .writeHead(status, { 'content-type': 'text/plain' })
    .end(status === 200 ? `OK - ${body.length}` : 'error')
}

/** Whether a fault ended the visit. */
async function isCut(visit: Visit, parts: DoorParts, call: string, record: (response: Json) => void): Promise<boolean> {
  if (visit.door === 'driver') return false
  const fault = await parts.gate.meet(call, visit.response)
  if (fault) record({ ok: false, error: `fault: ${fault.fault}` })
  return fault !== undefined
}

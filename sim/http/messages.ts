/**
 * What the simulators read and answer over HTTP: plain values, so that a route is a function from request to reply.
 * Knows nothing of sockets, faults or any one service.
 */
import type { IncomingHttpHeaders } from 'node:http'

export interface DoorRequest {
  method: string
  /** The path alone, as it was sent (still percent-encoded). */
  path: string
  query: URLSearchParams
  /** The query as it was sent, without its question mark. */
  rawQuery: string
  headers: IncomingHttpHeaders
  body: Buffer
  /** Resolves when the reply has left, or its reader is gone: work that must not overtake the reply waits for it. */
  replied: Promise<void>
}

export interface DoorReply {
  status: number
  headers?: Record<string, string>
  /** A string or bytes go out as they are; anything else as JSON; absent: an empty body. */
  body?: unknown
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): DoorReply => ({
  status,
  body,
  headers,
})

/** The body as JSON; undefined when it is none. */
export function jsonBody(request: DoorRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** The body as a JSON object; anything else counts as an empty one, so that a route sees its fields as missing. */
export function objectBody(request: DoorRequest): Record<string, unknown> {
  const value = jsonBody(request)
  return isObject(value) ? value : {}
}

/** Form fields by name; a field that comes several times has all its values, in order. Takes a JSON object as well. */
export function fieldsOf(request: DoorRequest): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  const add = (name: string, value: unknown) => {
    fields[name] = [...(fields[name] ?? []), String(value)]
  }
  if (String(request.headers['content-type']).includes('application/json')) {
    for (const [name, value] of Object.entries(objectBody(request))) {
      for (const one of Array.isArray(value) ? value : [value]) add(name, one)
    }
    return fields
  }
  for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) add(name, value)
  return fields
}

/** The body as a reader wants to see it in a list of calls: JSON, form fields, text, or null for none. */
export function readableBody(request: DoorRequest): unknown {
  if (request.body.length === 0) return null
  const type = String(request.headers['content-type'])
  if (type.includes('application/x-www-form-urlencoded')) {
    const fields = Object.entries(fieldsOf(request))
    return Object.fromEntries(fields.map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
  }
  return jsonBody(request) ?? request.body.toString('utf8')
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value when it is a string with something in it. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/**
 * Slack's Web API on the wire: reads a call's arguments from wherever Slack lets a client put them (query, form, JSON,
 * multipart) and shapes replies. It knows no method and keeps no state.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A JSON object whose fields are still to be looked at. */
export type Json = Record<string, unknown>

/** What a Web API method answers: `ok`, and with `ok: false` a machine-readable `error`. */
export interface SlackReply extends Json {
  ok: boolean
  error?: string
}

/** One Web API call as it came in. */
export interface SlackRequest {
  args: Json
  /** From the Authorization header or the `token` argument; '' when absent. It never stays among `args`. */
  token: string
}

/** Arguments that clients send as JSON text inside a form; the emulator and the checks want them as values. */
const JSON_ARGUMENTS = ['blocks', 'attachments', 'metadata', 'view', 'profile', 'files']

export const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The value if it is a string, else ''. */
export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Slack takes booleans as JSON, as `true` and as `1`. */
export const isTrue = (value: unknown): boolean => value === true || value === 1 || value === 'true' || value === '1'

export const refuse = (error: string, details: Json = {}): SlackReply => ({ ok: false, error, ...details })

/** The whole body of a request. Rejects when the client goes away first. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/**
 * The arguments of a Web API call. Text that should be JSON and is not stays text, so that the checks can refuse it as
 * Slack does.
 * @param body as read by `readBody`.
 */
export async function readSlackRequest(request: IncomingMessage, url: URL, body: Buffer): Promise<SlackRequest> {
  const args: Json = Object.fromEntries(url.searchParams)
  Object.assign(args, await readArguments(request.headers['content-type'] ?? '', body))
  for (const name of JSON_ARGUMENTS) if (typeof args[name] === 'string') args[name] = parsedOr(args[name])
  const header = (request.headers.authorization ?? '').replace(/^Bearer\s+/i, '').trim()
  const token = header || stringOf(args.token)
  delete args.token
  return { args, token }
}

async function readArguments(contentType: string, body: Buffer): Promise<Json> {
  if (body.length === 0) return {}
  if (contentType.includes('application/json')) {
    const parsed = parsedOr(body.toString())
    return isObject(parsed) ? parsed : {}
  }
  if (contentType.includes('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))
  }
  return Object.fromEntries(new URLSearchParams(body.toString()))
}

/** The text parsed as JSON, or as it is when it is no JSON. */
export function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

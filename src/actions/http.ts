/**
 * Makes one HTTP request. Promises that the whole exchange ends in time, that no redirect is followed and no more than the beginning of an answer kept, and
 * that neither a header nor an address that stands in a variable is ever told.
 */
import type { RenderedHttp } from '../incident/recovery/work.ts'
import { formatDuration } from '../plan/length.ts'
import { own } from '../plan/own.ts'
import { ActionFailure, type Facts, failingWith, stopped } from './action-failure.ts'
import { brief, type Kit, type Prepared } from './action-kit.ts'
import { captureFrom, createHead, SOURCE_BYTES_MAX, type Source } from './captures.ts'
import { type Answer, unmet } from './http-expectations.ts'
import { codeOf, whyUnreachable } from './network-failure.ts'
import { startTimeLimit, type TimeLimit } from './time-limit.ts'

const WHAT_MAX = 200

export function prepareHttp(action: RenderedHttp, kit: Kit): Prepared {
  const what = `${action.method} ${brief(shownAddress(action), WHAT_MAX, kit.mask)}`
  const url = addressOf(action, kit)
  const request = requestOf(action, kit)
  return { kind: 'http', what, run: (signal) => exchange(action, what, url, request, kit, signal) }
}

const shownAddress = ({ http }: RenderedHttp): string =>
  typeof http === 'string' ? http : `$${http.env}${withSlash(http.path)}`

const withSlash = (path: string): string => (path === '' || /^[/?#]/.test(path) ? path : `/${path}`)

function addressOf({ http }: RenderedHttp, { context }: Kit): URL {
  const name = typeof http === 'string' ? 'the address' : `the address in ${http.env}`
  let written: string
  if (typeof http === 'string') written = http
  else {
    const base = own(context.environment, http.env)
    if (!base) throw new ActionFailure(`${name} is missing: set the variable where Muster runs`)
    written = base.replace(/\/+$/, '') + withSlash(http.path)
  }
  const url = URL.parse(written)
  if (!url) throw new ActionFailure(`${name} cannot be read as an address`)
  if (!/^https?:$/.test(url.protocol)) throw new ActionFailure(`${name} begins with neither http:// nor https://`)
  if (url.username || url.password)
    throw new ActionFailure(`${name} has a user name or a password in it: put it into a header`)
  return url
}

function requestOf(action: RenderedHttp, { secrets }: Kit): RequestInit {
  const headers = new Headers()
  for (const [name, given] of Object.entries(action.headers)) {
    const text = typeof given === 'string' ? given : secrets.of(given)
    try {
      headers.set(name, text)
    } catch {
      throw new ActionFailure(`the header ${name} has characters that a header cannot have`)
    }
  }
  if (action.json !== undefined && action.body !== undefined)
    throw new ActionFailure('a request has either "json" or "body"')
  const body = action.json === undefined ? action.body : JSON.stringify(action.json)
  if (body !== undefined && ['GET', 'HEAD'].includes(action.method)) {
    throw new ActionFailure(`a ${action.method} request cannot have a body`)
  }
  if (action.json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  return { method: action.method, headers, redirect: 'manual', ...(body !== undefined && { body }) }
}

async function exchange(
  action: RenderedHttp,
  what: string,
  url: URL,
  request: RequestInit,
  kit: Kit,
  signal: AbortSignal,
): Promise<Facts> {
  const { nowMs, sleep } = kit.context
  const beganMs = nowMs()
  const limit = startTimeLimit(action.timeout, signal, sleep)
  const answer = await answerOf(url, { ...request, signal: limit.signal })
    .then(
      ({ status, body }): Answer => ({ status, body, tookMs: nowMs() - beganMs }),
      (error) => {
        throw new ActionFailure(noAnswer(url, error, limit, action.timeout), { status: 0 })
      },
    )
    .finally(limit.end)
  kit.output.say(`${what}: ${answer.status} in ${formatDuration(answer.tookMs)}`)
  const facts: Facts = { status: answer.status }
  return failingWith(facts, () => {
    const fault = unmet(action.expect, answer)
    if (fault !== undefined) throw new ActionFailure(`${what} ${fault}`)
    return { ...facts, captured: captureFrom(action.capture, answer.body, kit) }
  })
}

async function answerOf(url: URL, request: RequestInit): Promise<{ status: number; body: Source }> {
  const response = await fetch(url, request)
  const head = createHead()
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    head.write(chunk)
    bytes += chunk.length
    // Leaving the loop cuts the connection.
    if (bytes > SOURCE_BYTES_MAX) break
  }
  return { status: response.status, body: head.source() }
}

function noAnswer(url: URL, error: unknown, limit: TimeLimit, timeoutMs: number): string {
  const whom = `no answer from ${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
  if (limit.passed()) return `${whom} within ${formatDuration(timeoutMs)}`
  if (limit.signal.aborted) return `${whom}: ${stopped(limit.signal)}`
  // Without a code it is the request that fetch does not like, such as a port that browsers may not use.
  if (codeOf(error) === undefined && error instanceof TypeError && error.cause instanceof Error)
    return `${whom}: ${error.cause.message}`
  return `${whom}: ${whyUnreachable(error)}`
}

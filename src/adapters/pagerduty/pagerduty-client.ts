/**
 * Calls PagerDuty once, through its own client. Promises one request for one call: on a 429 the client (pdjs 2) would wait 20 s and ask
 * three times more, which no setting turns off, and it shows neither that nor the Retry-After. So the agent watches each answer's status
 * and ends the call at the first 429.
 */
import type { ClientRequest } from 'node:http'
import https from 'node:https'
import { rootCertificates } from 'node:tls'
import { api, event } from '@pagerduty/pdjs'

export type PagerDutyEvent = Parameters<typeof event>[0]['data']

export interface PagerDutyClientOptions {
  /** Host and port of both APIs, for a proxy or the sandbox; absent: PagerDuty's own. */
  server?: string
  /** PEM of the authority to trust besides the usual ones. */
  ca?: string
  /** REST API key; absent: nobody is looked up, nothing is polled, and there are no status updates. */
  apiKey?: string
}

export interface PagerDutyAnswer {
  status: number
  body: Record<string, unknown>
  /** Only of a 429. */
  retryAfter?: string
}

export interface PagerDutyClient {
  /** Events API v2. Rejects when there is no answer: no connection, or the signal aborted. */
  send(data: PagerDutyEvent, signal: AbortSignal): Promise<PagerDutyAnswer>
  /** REST API v2, GET. Rejects like `send`. */
  get(path: string, query: Record<string, string | string[]>, signal: AbortSignal): Promise<PagerDutyAnswer>
  /** REST API v2, POST, in the name of the user with this mail address. Rejects like `send`. */
  post(path: string, data: object, from: string, signal: AbortSignal): Promise<PagerDutyAnswer>
  canRead: boolean
  close(): void
}

export function createPagerDutyClient({ server, ca, apiKey }: PagerDutyClientOptions): PagerDutyClient {
  const agent = new https.Agent({ keepAlive: true, ...(ca !== undefined && { ca: [ca, ...rootCertificates] }) })
  const at = server === undefined ? {} : { server }

  const once = async (
    signal: AbortSignal,
    call: (options: object) => Promise<{ response: Response; data: unknown }>,
  ): Promise<PagerDutyAnswer> => {
    const ended = new AbortController()
    let seen: PagerDutyAnswer | undefined
    const watching = watchingAgent(agent, (status, headers) => {
      const retryAfter = headers['retry-after'] ?? headers['ratelimit-reset']
      seen = { status, body: {}, ...(status === 429 && typeof retryAfter === 'string' && { retryAfter }) }
      if (status === 429) ended.abort()
    })
    // requestTimeout: pdjs arms a timer that ends nothing and keeps the process alive; 0 leaves it out.
    const options = { ...at, agent: watching, requestTimeout: 0, signal: AbortSignal.any([signal, ended.signal]) }
    try {
      const { response, data } = await call(options)
      return { status: response.status, body: (data ?? {}) as Record<string, unknown> }
    } catch (error) {
      // pdjs throws for an answer that is no JSON, such as a proxy's error page; its status still says what happened.
      if (seen && seen.status >= 300) return seen
      throw error
    }
  }

  return {
    send: (data, signal) => once(signal, (options) => event({ ...options, data })),
    get: (path, query, signal) =>
      once(signal, (options) =>
        api({ ...options, method: 'GET', endpoint: path, queryParameters: query, token: apiKey ?? '' }),
      ),
    post: (path, data, from, signal) =>
      once(signal, (options) =>
        api({ ...options, method: 'POST', endpoint: path, data, headers: { From: from }, token: apiKey ?? '' }),
      ),
    canRead: apiKey !== undefined,
    close: () => agent.destroy(),
  }
}

type Watch = (status: number, headers: Record<string, string | string[] | undefined>) => void

/** The shared agent with an eye on the answers of one call; Node takes anything with an `addRequest` for an agent. */
function watchingAgent(shared: https.Agent, watch: Watch): https.Agent {
  return Object.assign(Object.create(shared) as https.Agent, {
    addRequest(request: ClientRequest, ...rest: unknown[]) {
      // Before the client's own listener: when it hears of a 429, the call has been ended already.
      request.prependOnceListener('response', (response) => watch(response.statusCode ?? 0, response.headers))
      ;(shared as unknown as { addRequest(...all: unknown[]): void }).addRequest(request, ...rest)
    },
  })
}

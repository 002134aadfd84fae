/**
 * Atlassian Statuspage's management API, the few calls that following an incident needs. One request for one call.
 * https://developer.statuspage.io
 */

export interface StatuspageClientOptions {
  apiKey: string
  /** Up to and without `/v1`; absent: Statuspage's own. */
  baseUrl?: string
}

export interface StatuspageAnswer {
  status: number
  body: unknown
  retryAfter: string | null
}

export interface StatuspageClient {
  /** @param path below the page, such as `/incidents`. Rejects when there is no answer. */
  call(
    method: 'GET' | 'POST' | 'PATCH',
    page: string,
    path: string,
    signal: AbortSignal,
    body?: object,
  ): Promise<StatuspageAnswer>
}

const STATUSPAGE_URL = 'https://api.statuspage.io'

export function createStatuspageClient({
  apiKey,
  baseUrl = STATUSPAGE_URL,
}: StatuspageClientOptions): StatuspageClient {
  return {
    async call(method, page, path, signal, body) {
      const response = await fetch(`${baseUrl}/v1/pages/${encodeURIComponent(page)}${path}`, {
        method,
        signal,
        headers: { authorization: `OAuth ${apiKey}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: parsed(text), retryAfter: response.headers.get('retry-after') }
    },
  }
}

/** An error page of a proxy is no JSON; its status says enough. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

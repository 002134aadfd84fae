/**
 * The HTTP client that the Twilio SDK is given: one request for one call, ended by the attempt's signal, to another address where one is
 * configured. The SDK's own client can neither be aborted nor sent elsewhere: it builds `https://api.twilio.com` by itself, and `edge` and
 * `region` only name other hosts of twilio.com. Keeps the Retry-After header, which the SDK's errors drop.
 */
import twilio from 'twilio'

export interface TwilioAccount {
  accountSid: string
  authToken: string
  /** Our number, E.164: who pages, and who takes answers. */
  from: string
  /** More of our numbers, E.164, which share the telling of audiences. */
  alsoFrom?: readonly string[]
  /** Origin of the API, for a proxy or the sandbox; absent: Twilio's own. */
  baseUrl?: string
}

export interface OneCall {
  client: twilio.Twilio
  /** Of the answer, when it had one. */
  retryAfter(): string | null
}

interface SdkRequest {
  method: string
  uri: string
  username?: string
  password?: string
  headers?: Record<string, string>
  params?: object
  data?: object
}

/** A client for one attempt. Making one costs next to nothing: the SDK loads its parts when they are first used. */
export function oneCallClient(account: TwilioAccount, signal: AbortSignal): OneCall {
  let retryAfter: string | null = null
  const request = async ({ method, uri, username, password, headers, params, data }: SdkRequest) => {
    const url = addressOf(uri, account.baseUrl, params)
    const response = await fetch(url, {
      method,
      signal,
      redirect: 'manual',
      headers: { ...headers, authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
      ...(data && { body: formOf(data) }),
    })
    retryAfter = response.headers.get('retry-after')
    const text = await response.text()
    return { statusCode: response.status, body: bodyOf(text), headers: Object.fromEntries(response.headers) }
  }
  // The SDK asks nothing of its client but `request`; its type is the class that it would make itself.
  const httpClient = { request } as unknown as twilio.RequestClient
  const client = twilio(account.accountSid, account.authToken, { httpClient, autoRetry: false })
  return { client, retryAfter: () => retryAfter }
}

function addressOf(uri: string, baseUrl: string | undefined, params: object | undefined): URL {
  const asked = new URL(uri)
  const url = baseUrl === undefined ? asked : new URL(`${asked.pathname}${asked.search}`, baseUrl)
  for (const [name, value] of formOf(params ?? {})) url.searchParams.append(name, value)
  return url
}

/** Lists are repeated, as Twilio reads them. */
function formOf(fields: object): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) form.append(name, String(one))
    }
  }
  return form
}

/** The SDK wants JSON parsed; anything else, such as a proxy's error page, it gets as no body at all. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

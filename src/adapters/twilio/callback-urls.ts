/**
 * Where Twilio calls us back about a page: addresses under our public URL that name the page in their query. Twilio signs each request over
 * the whole address, so the query cannot be changed on the way.
 */
import { type PageLink, signLink } from '../page-credentials.ts'

export interface CallbackOptions {
  /** Where Twilio reaches us, with any path under which the webhooks are served; no slash at the end. */
  webhooksUrl: string
  secret: string
}

/** A call that is not picked up within this long is none any more. */
const CALL_LIFETIME_MS = 3_600_000

export function statusCallbackUrl({ webhooksUrl }: CallbackOptions, link: PageLink, means: 'sms' | 'voice'): string {
  const query = new URLSearchParams({ incident: link.incident, page: link.page, means })
  return `${webhooksUrl}/twilio/status?${query}`
}

/** What a call says and which keys it takes. The token names the page, so that the address alone is of no use to anybody. */
export function callUrl({ webhooksUrl, secret }: CallbackOptions, link: PageLink, nowMs: number): string {
  return `${webhooksUrl}/twilio/voice?t=${signLink(secret, 'call', link, nowMs + CALL_LIFETIME_MS)}`
}

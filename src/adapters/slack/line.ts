/**
 * Whether Slack answers: every call that is made to it says so, and when none is made a light one is. A refusal is an answer; no connection, no answer in time and Slack's own
 * faults are none. What follows from it is judged elsewhere.
 */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api'
import { z } from 'zod'
import type { Answer } from '../../readiness/reach/reach.ts'
import { failureOf } from './call-outcomes.ts'

export type Heard = (answer: Answer) => void

export interface SlackLine {
  /** Called with the answer of each call from now on. */
  hear(listener: Heard): void
  /** Makes a call that changes nothing. */
  ask(): Promise<Answer>
  /** What Slack says of itself: one line, or null when all is well or nobody can be asked. */
  word(): Promise<string | null>
}

/** Faults of Slack's own, as against of what was asked. */
const OWN_FAULTS: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
])

/** Undefined: it is none of Slack's errors, and says nothing. */
export function answerOf(error: unknown): Answer | undefined {
  const away = (): Answer => ({ ok: false, why: failureOf(error, 0).reason })
  if (error instanceof WebAPIRateLimitedError) return { ok: true }
  if (error instanceof WebAPIPlatformError) return OWN_FAULTS.has(error.data.error) ? away() : { ok: true }
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 500 ? away() : { ok: true }
  return error instanceof WebAPIRequestError ? away() : undefined
}

export function createSlackLine(
  client: Pick<WebClient, 'auth'> & { heard?: Heard },
  statusUrl: string | undefined,
): SlackLine {
  return {
    hear(listener) {
      client.heard = listener
    },
    async ask() {
      try {
        await client.auth.test()
        return { ok: true }
      } catch (error) {
        return answerOf(error) ?? { ok: true }
      }
    },
    word: async () => (statusUrl === undefined ? null : readWord(statusUrl)),
  }
}

/** https://docs.slack.dev/reference/slack-status-api: `/api/v2.0.0/current`. */
const current = z.object({
  active_incidents: z.array(z.object({ title: z.string(), type: z.string(), services: z.array(z.string()) })).max(100),
})
/** Parts of Slack without which neither a command nor a message gets through. */
const NEEDED: ReadonlySet<string> = new Set([
  'Login/SSO',
  'Messaging',
  'Connections',
  'Connectivity',
  'Apps/Integrations/APIs',
])
const WORD_WITHIN_MS = 5_000
const TITLE_CHARS_MAX = 200

async function readWord(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(WORD_WITHIN_MS) })
    const read = current.safeParse(await response.json())
    const incident = read.data?.active_incidents.find(
      ({ type, services }) => type !== 'notice' && services.some((one) => NEEDED.has(one)),
    )
    return incident ? incident.title.replace(/\s+/g, ' ').slice(0, TITLE_CHARS_MAX) : null
  } catch {
    return null
  }
}

/**
 * The one place that makes clients for Slack's Web API. What it promises: a call ends within `CALL_TIMEOUT_MS`, is made once, and is
 * never put to sleep by a rate limit. Trying again is the engine's business, which knows what else could be done meanwhile.
 */
import { type Logger, LogLevel, WebClient } from '@slack/web-api'
import { answerOf, type Heard } from './line.ts'

/** Milliseconds. Two calls in a row, as a page may need them, stay within a page's 15 s. */
export const CALL_TIMEOUT_MS = 5_000

/** Where diagnostics go; pino's loggers fit. */
export interface Diagnostics {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export interface SlackAccess {
  /** Bot token, `xoxb-…`. */
  token: string
  /** Base of the Web API with its trailing slash; absent: Slack's own. */
  apiUrl?: string
  logger?: Diagnostics
}

/** Options under which every call to Slack is made, also those of the SDKs' own clients. */
export function clientOptions({ apiUrl, logger }: Omit<SlackAccess, 'token'>) {
  return {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    // The default retries for half an hour and sleeps through a 429; a page cannot wait for that.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    // With absolute URLs allowed, a method name that came from outside could carry the token elsewhere.
    allowAbsoluteUrls: false,
    logger: sdkLogger(logger),
  }
}

export const createSlackClient = (access: SlackAccess): HeardClient =>
  new HeardClient(access.token, clientOptions(access))

/** Says of each call whether Slack answered it. */
export class HeardClient extends WebClient {
  heard?: Heard

  override async apiCall(...call: Parameters<WebClient['apiCall']>): ReturnType<WebClient['apiCall']> {
    try {
      const answer = await super.apiCall(...call)
      this.heard?.({ ok: true })
      return answer
    } catch (error) {
      const answer = answerOf(error)
      if (answer) this.heard?.(answer)
      throw error
    }
  }
}

/**
 * The SDKs' logger on ours. Debug lines are dropped: they hold whole request bodies, which have no place in diagnostics.
 * Failed calls are outcomes and told as such, hence `info` and below need no more than that.
 */
export function sdkLogger(logger: Diagnostics | undefined): Logger {
  const line = (parts: unknown[]) => `slack: ${parts.map(String).join(' ')}`
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => logger?.warn(line(parts)),
    error: (...parts) => logger?.error(line(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}

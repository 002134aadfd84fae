/** What PagerDuty's answers, and its silence, mean. */
import { type Failure, limited, refused, retryAt, type Sending, timedOut, unreachable, unsure } from '../outcomes.ts'
import type { PagerDutyAnswer } from './pagerduty-client.ts'

/** PagerDuty's advice after a 429, which it does not ingest: wait 30 s (developer.pagerduty.com, Events API v2, "Response codes & retry logic"). */
const LIMITED_WAIT_MS = 30_000

type At = { atMs: number; signal: AbortSignal }

/** The outcome of a call, whose detail is made of its answer. */
export async function answered(
  call: Promise<PagerDutyAnswer>,
  at: At,
  detail: (answer: PagerDutyAnswer) => Record<string, unknown>,
): Promise<Sending> {
  const answer = await answerOf(call, at)
  if ('ok' in answer) return answer
  return failureOf(answer, at.atMs) ?? { ok: true, detail: detail(answer) }
}

/** Its answer, or that there is none. */
export async function answerOf(
  call: Promise<PagerDutyAnswer>,
  { signal }: Pick<At, 'signal'>,
): Promise<PagerDutyAnswer | Failure> {
  try {
    return await call
  } catch (error) {
    return signal.aborted ? timedOut('PagerDuty') : unreachable('PagerDuty', error)
  }
}

export function failureOf({ status, retryAfter }: PagerDutyAnswer, atMs: number): Failure | undefined {
  if (status < 300) return undefined
  if (status === 429)
    return limited('PagerDuty takes no more for now (429).', retryAt(atMs, retryAfter, LIMITED_WAIT_MS))
  if (status === 401 || status === 403) return refused(`PagerDuty does not accept our key (${status}).`)
  return status < 500
    ? refused(`PagerDuty refused the request (${status}).`)
    : unsure(`PagerDuty has a fault (${status}).`)
}

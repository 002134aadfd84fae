/**
 * Tells another program something by a POST that it can check and need not do twice: `Idempotency-Key` is the same for every try at one
 * message, and `Muster-Signature` is `t=<unix seconds>,v1=<hex>`, the HMAC-SHA256 of `t`, a full stop and the body. Addresses are secrets and
 * stand in no reason.
 */
import { createHmac } from 'node:crypto'
import { wallClock } from '../../engine/wall-clock.ts'
import { failed, limited, refused, retryAt, type Sending, timedOut, unreachable, unsure } from '../outcomes.ts'

/** A variable of the environment, as far as plans may name it. */
export type Env = (name: string) => string | undefined

export interface WebhookAddress {
  urlEnv: string
  secretEnv?: string | undefined
}

/** How long to wait after a 429 that does not say, milliseconds. */
const LIMITED_WAIT_MS = 30_000
/** So that a program which never answers does not use up the attempt. */
const ANSWER_WITHIN_MS = 10_000
/** HTTP: the request itself came too late or may come again. */
const PASSING = new Set([408, 425])

/** @param atMs the program's clock, epoch ms, from which a wait is counted. Never throws. */
export async function postSigned(
  { urlEnv, secretEnv }: WebhookAddress,
  { key, body, env, atMs, signal }: { key: string; body: object; env: Env; atMs: number; signal: AbortSignal },
): Promise<Sending> {
  const url = URL.parse(env(urlEnv) ?? '')
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    return refused(`There is no address to call: set ${urlEnv} to one that begins with https://.`)
  }
  const secret = secretEnv === undefined ? undefined : env(secretEnv)
  if (secretEnv !== undefined && !secret) return refused(`There is no secret to sign with: set ${secretEnv}.`)
  const text = JSON.stringify(body)
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: text,
      // A redirect of a POST would lose its body, and might lead anywhere.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Muster',
        'idempotency-key': key,
        ...(secret && { 'muster-signature': signatureOf(secret, text, wallClock.now()) }),
      },
    })
    await response.body?.cancel()
    return answered(response.status, response.headers.get('retry-after'), atMs)
  } catch (error) {
    const isLate = error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name)
    return isLate ? timedOut('The webhook') : unreachable('The webhook', error)
  }
}

/** @param nowMs real time: whoever checks it goes by theirs. */
function signatureOf(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

function answered(status: number, retryAfter: string | null, atMs: number): Sending {
  if (status >= 200 && status < 300) return { ok: true, detail: {} }
  if (status === 429) {
    return limited('The webhook takes no more for now (429).', retryAt(atMs, retryAfter, LIMITED_WAIT_MS))
  }
  if (status >= 500) {
    const fault = unsure(`The webhook has a fault (${status}).`)
    return retryAfter ? { ...fault, retryAtMs: retryAt(atMs, retryAfter, LIMITED_WAIT_MS) } : fault
  }
  if (PASSING.has(status)) return failed(`The webhook did not take it in time (${status}).`)
  return refused(`The webhook refused it (${status}).`)
}

/**
 * Outcomes that all adapters word alike: no address in the plan, aborted at the deadline, no connection. A reason is one sentence without
 * secrets and addresses, because the journal keeps it.
 */
import type { Outcome } from '../plan/core.ts'

export type Failure = Extract<Outcome, { ok: false }> & {
  /** It may have happened all the same: the answer was lost, or was that of something in between. */
  unsure?: true
}

/** How sending one message ended. */
export type Sending = Extract<Outcome, { ok: true }> | Failure

/** Trying the same again cannot help. */
export const refused = (reason: string): Failure => ({ ok: false, permanent: true, reason })

export const failed = (reason: string): Failure => ({ ok: false, reason })

/** The provider wants us to wait. */
export const limited = (reason: string, retryAtMs: number): Failure => ({ ok: false, reason, retryAtMs })

/** For the provider's own faults, and those of what stands before it: part of the work may be done. */
export const unsure = (reason: string): Failure => ({ ok: false, reason, unsure: true })

/** Codes of a connection that never stood: nothing can have been sent over it. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  // nodemailer's.
  'EDNS',
])

/** What a library of ours calls what has no name of the system's. */
const CODE_WORDS: Record<string, string> = {
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
}

export function unreachable(service: string, error: unknown): Failure {
  const code = errorCode(error)
  const reason = `${service} cannot be reached (${CODE_WORDS[code] ?? code}).`
  return NEVER_CONNECTED.has(code) ? failed(reason) : unsure(reason)
}

export const timedOut = (service: string): Failure => unsure(`${service} did not answer in time.`)

/** `ECONNREFUSED` and the like, from wherever the client library keeps it. */
function errorCode(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string') return one.code
  }
  return error instanceof Error ? error.name : 'unknown error'
}

/**
 * When a provider wants to be asked again, epoch ms, by its Retry-After header: seconds, or a date.
 * @param defaultMs how long to wait when it does not say.
 */
export function retryAt(nowMs: number, retryAfter: string | null | undefined, defaultMs: number): number {
  const seconds = Number(retryAfter)
  if (retryAfter && Number.isFinite(seconds) && seconds >= 0) return nowMs + seconds * 1000
  return nowMs + defaultMs
}

/** What a database's refusal means, as a part of a sentence that begins with whom it is about. Never an address or a password. */
import { codeOf, whyUnreachable } from './network-failure.ts'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const OF_THE_SERVER: Record<string, string> = {
  '25001': 'does not run this in a transaction: set "transaction: false" in the plan',
  '28P01': 'does not accept our password',
  '28000': 'does not accept our user',
  '3D000': 'has no such database',
  '53300': 'takes no more connections',
  '57P01': 'was shut down meanwhile',
  '57P03': 'is starting or stopping and takes no connections yet',
}
const SYNTAX = '42601'
const READ_ONLY = '25006'
const ONLY_READING = 'allows only reading here: set "write: true" in the plan if it is meant to change something'
/** A state has five characters of which Node's codes never have the form. */
const STATE = /^[0-9A-Z]{5}$/

/** @param isWriting the plan says so. */
export function whyRefused(error: unknown, isWriting: boolean): string {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : ''
  if (code === SYNTAX && message.includes('multiple commands')) return 'takes one statement at a time: write one'
  if (code !== undefined && STATE.test(code) && 'severity' in (error as object)) {
    if (code === READ_ONLY) return isWriting ? 'takes no changes: it is a standby, or read-only' : ONLY_READING
    return OF_THE_SERVER[code] ?? `refused: ${message} (${code})`
  }
  if (code !== undefined) return `cannot be reached: ${whyUnreachable(error)}`
  if (/timeout expired/.test(message)) return 'cannot be reached: no connection in time'
  if (/Connection terminated/.test(message)) return 'has cut the connection'
  return `cannot be asked: ${message}`
}

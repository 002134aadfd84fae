/**
 * What to do about a database error, in one table. Codes are PostgreSQL's SQLSTATE (appendix A of its manual) or, before a
 * session exists, Node's and pg's own.
 */

/** SQLSTATE classes in which the same transaction may succeed when it is run again from its start. */
const TRANSIENT_CLASSES = new Set([
  '08', // connection exception
  '40', // transaction rollback: serialization failure, deadlock
  '53', // insufficient resources: too many connections, out of memory
  '57', // operator intervention: shutdown, restart, cancelled by a timeout
])

/** Single codes outside those classes. */
const TRANSIENT_CODES = new Set([
  '55P03', // lock_not_available: our lock_timeout
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND', // the name of a failed-over database moves
  'EAI_AGAIN',
])

/** pg gives these without a code. */
const TRANSIENT_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Query read timeout',
]

/** SQLSTATE of a unique index that refused a row. */
export const UNIQUE_VIOLATION = '23505'

/** SQLSTATE by which WRITE of sql/stream-sql.ts says that a stream has moved on. */
export const DIVISION_BY_ZERO = '22012'

export const codeOf = (error: unknown): string | undefined => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** True when trying the whole transaction again may help: nothing is known to be wrong with what was asked. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Connecting to a name with several addresses fails with one error for all of them.
  if (error instanceof AggregateError) return error.errors.some(isTransient)
  const code = codeOf(error)
  if (code !== undefined)
    return TRANSIENT_CODES.has(code) || (code.length === 5 && TRANSIENT_CLASSES.has(code.slice(0, 2)))
  return TRANSIENT_MESSAGES.some((message) => error.message.includes(message))
}

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
  '25006', // read_only_sql_transaction: a standby, which may be promoted, or its address may move
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

/** SQLSTATEs, or the beginnings of some, that speak of these rows and of no others. */
const OF_THESE_ROWS = [
  '22', // data exception
  '23', // integrity constraint violation
  'XX001', // data_corrupted
  'XX002', // index_corrupted
]

/** SQLSTATE, or the name of an error of the system; Node's own begin with ERR_. */
const SAID_FROM_OUTSIDE = /^([0-9A-Z]{5}|E[0-9A-Z]+)$/

/** Classes and codes by which a database that can still be read says that it takes nothing. */
const TAKES_NOTHING = ['25006', '53', '58', 'XX']

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

/** Whether a database or a disk has said it, and not the rules, and not of these rows alone: what comes next fails as well. */
export function isOfTheDatabase(error: unknown): boolean {
  if (isTransient(error)) return true
  const code = codeOf(error)
  return code !== undefined && SAID_FROM_OUTSIDE.test(code) && !OF_THESE_ROWS.some((start) => code.startsWith(start))
}

/** Whether the database says that it takes nothing: it is a standby, its disk is full or broken. */
export function takesNothing(error: unknown): boolean {
  const code = codeOf(error)
  return code?.length === 5 && TAKES_NOTHING.some((start) => code.startsWith(start))
}

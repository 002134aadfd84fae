/** Diagnostics of a server, as lines of JSON. Errors are cut down to what explains them: drivers hang whole connections on theirs. */
import { type DestinationStream, type Logger, pino } from 'pino'

/**
 * @param into 1 is standard output, 2 standard error.
 * @param hide takes secrets out of each line as it is written, whatever they came in by: a driver may repeat in its message what it was given.
 */
export function createLogger(
  level: 'info' | 'warn',
  into: 1 | 2 | DestinationStream,
  hide: (line: string) => string = (line) => line,
): Logger {
  const destination = typeof into === 'number' ? pino.destination(into) : into
  return pino({ level, serializers: { err: explain }, redact: REDACTED, hooks: { streamWrite: hide } }, destination)
}

/** By the names under which libraries hang credentials on what they report. */
const REDACTED = {
  paths: ['password', 'token', 'secret', 'authorization', 'headers', 'config'].flatMap((name) => [name, `*.${name}`]),
  censor: '•••',
}

/** Message, code and stack, and those of the causes. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return { message, stack, ...(code !== undefined && { code }), ...(cause !== undefined && { cause: explain(cause) }) }
}

/** Diagnostics of a server, as lines of JSON. Errors are cut down to what explains them: drivers hang whole connections on theirs. */
import { type Logger, pino } from 'pino'

/** @param fileDescriptor 1 is standard output, 2 standard error. */
export function createLogger(level: 'info' | 'warn', fileDescriptor: 1 | 2): Logger {
  return pino({ level, serializers: { err: explain } }, pino.destination(fileDescriptor))
}

/** Message, code and stack, and those of the causes. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return { message, stack, ...(code !== undefined && { code }), ...(cause !== undefined && { cause: explain(cause) }) }
}

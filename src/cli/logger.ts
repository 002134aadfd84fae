/**
 * Diagnostics of a server, as lines of JSON. Errors are cut down to what explains them: drivers hang whole connections on theirs. Nothing secret goes out: what has the
 * name of a secret is left out, and every line is searched for those of the settings, in whatever form (promise 6).
 */
import { type DestinationStream, type Logger, pino } from 'pino'
import { createMasker } from '../actions/mask.ts'

/** Keys whose values nobody needs to read. */
const SECRET_KEYS = ['authorization', 'cookie', 'password', 'secret', 'token', 'apiKey', 'connectionString']

export interface LoggerOptions {
  level: 'info' | 'warn'
  /** 1 is standard output, 2 standard error. */
  to: 1 | 2 | DestinationStream
  /** Never written, in none of their forms. */
  secrets?: readonly string[]
}

export function createLogger({ level, to, secrets = [] }: LoggerOptions): Logger {
  const masker = createMasker(secrets)
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])
  const options = {
    level,
    serializers: { err: explain },
    redact: { paths, censor: '‹secret›' },
    hooks: { streamWrite: masker.text },
  }
  return pino(options, typeof to === 'number' ? pino.destination(to) : to)
}

/** Message, code and stack, and those of the causes. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return { message, stack, ...(code !== undefined && { code }), ...(cause !== undefined && { cause: explain(cause) }) }
}

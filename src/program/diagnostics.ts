/** What a library says in plain lines, on the program's logger. */
import type { Logger } from '../engine/logger.ts'

/** Slack's libraries know four levels; the lowest is for whoever mends them. */
export const diagnostics = (logger: Logger) => ({
  debug: () => {},
  info: (message: string) => logger.info({}, message),
  warn: (message: string) => logger.warn({}, message),
  error: (message: string) => logger.error({}, message),
})

/** What the engine needs of a logger: diagnostics for operators, shaped like pino's, so that a pino logger fits as it is. Never the journal. */
export interface Logger {
  info(detail: object, message: string): void
  warn(detail: object, message: string): void
  error(detail: object, message: string): void
}

export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} }

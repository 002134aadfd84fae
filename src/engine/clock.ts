/**
 * What the program knows of time. Everything that a plan times reads this port, never the system's clock, so that the
 * sandbox, the rehearsal and the tests can move it. All instants are milliseconds since the Unix epoch, UTC.
 */
export interface Clock {
  /** The present instant. Reading it changes nothing. */
  now(): number
  /**
   * Resolves once `now() >= atMs`, or as soon as `signal` aborts; never rejects.
   * A past `atMs` resolves at once, so a caller need not compare first.
   */
  sleepUntil(atMs: number, signal: AbortSignal): Promise<void>
}

/** Ends work after so long, or when the run is ended, and tells which of the two it was. */

export interface TimeLimit {
  /** Aborts at the limit, or with the signal around it. */
  signal: AbortSignal
  /** It was the limit. */
  passed(): boolean
  /** The work is done: nothing is left running. */
  end(): void
}

export function startTimeLimit(
  ms: number,
  around: AbortSignal,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
): TimeLimit {
  const limit = new AbortController()
  const done = new AbortController()
  const signal = AbortSignal.any([around, limit.signal])
  const pass = () => {
    if (!done.signal.aborted && !around.aborted) limit.abort()
  }
  sleep(ms, done.signal).then(pass, pass)
  return { signal, passed: () => limit.signal.aborted, end: () => done.abort() }
}

/**
 * What the work gives, or nothing when the signal aborts first; the work goes on unobserved then.
 * For libraries that cannot be told to stop.
 */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<{ value: T } | undefined> {
  work.catch(() => {})
  if (signal.aborted) return undefined
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const abort = () => resolve(undefined)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work.then((value) => ({ value })), promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Whether it was so in time; whatever is late goes on unobserved. */
export async function inTime(
  ms: number,
  work: Promise<unknown>,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const limit = startTimeLimit(ms, new AbortController().signal, sleep)
  const came = await unlessAborted(limit.signal, work)
  limit.end()
  return came !== undefined
}

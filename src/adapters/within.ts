/** Keeps calls of libraries that cannot be aborted within an attempt's deadline. */

/**
 * What `work` gives, or a rejection with the signal's reason as soon as it aborts. The work itself goes on unobserved; `onAbort` is where its
 * connections are cut.
 */
export async function within<T>(signal: AbortSignal, work: Promise<T>, onAbort?: () => void): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => {
    onAbort?.()
    reject(signal.reason)
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

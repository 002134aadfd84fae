/** Lets a server run until somebody stops it: SIGINT and SIGTERM end it in order, a second one at once. */

/** Shells give this exit code to what an interrupt ended. */
const INTERRUPTED = 130

export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(INTERRUPTED)
      asked = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}

/** How much memory something needs in this process at its peak, in MB: what is left when garbage has been collected. */

const LOOK_EVERY_MS = 250
const MB = 2 ** 20
/** Less than this cannot be told from what the process does by itself. */
const LEAST_MB = 1

/** What the process has been given by the system says nothing: it keeps what it once needed. */
function held(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

export async function peakWhile(work: () => Promise<unknown>): Promise<number> {
  const before = held()
  let peak = before
  const looking = setInterval(() => {
    peak = Math.max(peak, held())
  }, LOOK_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(looking)
  }
  return Math.max(LEAST_MB, (peak - before) / MB)
}

/** How much memory something adds to this process at its peak, in MB. */

const LOOK_EVERY_MS = 20
const MB = 2 ** 20
/** Less than this cannot be told from what the process does by itself. */
const LEAST_MB = 1

export async function peakWhile(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const looking = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, LOOK_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(looking)
  }
  return Math.max(LEAST_MB, (peak - before) / MB)
}

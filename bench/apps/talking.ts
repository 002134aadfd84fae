/** The end of the wire that is in the process that is measured. */
import type { FromApp, ToApp } from './app.ts'

export const say = (message: FromApp) => void process.send?.(message)

const MB = 2 ** 20

/** Says how much memory this process holds once what can be let go has been. */
export function onMemory(): void {
  process.on('message', (message: ToApp) => {
    if (message.type !== 'memory') return
    globalThis.gc?.()
    say({ type: 'memory', rssMb: process.memoryUsage.rss() / MB })
  })
  // Whoever started us has gone.
  process.on('disconnect', () => process.exit())
}

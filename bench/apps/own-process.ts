/** The process of a program that is measured: starts what it is told to over IPC. */
import type { FromApp, ToApp } from './app.ts'

const MB = 2 ** 20
const say = (message: FromApp) => void process.send?.(message)

/** Each brings only its own libraries in: they are part of what is measured. */
async function start(message: Exclude<ToApp, { type: 'memory' }>) {
  if (message.type === 'muster') return (await import('./muster-app.ts')).startWhole(message.settings, message.built)
  return (await import('./bare-app.ts')).startBare(message)
}

process.on('message', async (message: ToApp) => {
  if (message.type === 'memory') {
    globalThis.gc?.()
    say({ type: 'memory', rssMb: process.memoryUsage.rss() / MB })
  } else {
    const { url } = await start(message)
    say({ type: 'started', url })
  }
})
// Whoever started us has gone.
process.on('disconnect', () => process.exit())

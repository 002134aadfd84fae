/** A whole Muster in a process of its own, as `muster serve` starts it, with the settings that come over IPC. */
import { wallClock } from '../../src/engine/wall-clock.ts'
import { startMuster } from '../../src/main.ts'
import { complain } from '../loud-logger.ts'
import type { ToApp } from './app.ts'
import { onMemory, say } from './talking.ts'

process.on('message', async (message: ToApp) => {
  if (message.type !== 'muster') return
  const { url } = await startMuster(message.settings, { clock: wallClock, logger: complain })
  say({ type: 'started', url })
})
onMemory()

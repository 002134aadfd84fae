/** A whole Muster on real time, in a process of its own that may be killed at any moment. Loads everything first and waits to be told to start. */
import { silentLogger } from '../../src/engine/logger.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { startMuster } from '../../src/main.ts'
import type { Settings } from '../../src/program/settings.ts'

export type ToReplica = { type: 'start'; settings: Settings }
export type FromReplica = { type: 'loaded' } | { type: 'started'; url: string } | { type: 'failed'; why: string }

const say = (message: FromReplica) => process.send?.(message)

process.on('message', ({ settings }: ToReplica) => {
  startMuster(settings, { clock: wallClock, logger: silentLogger }).then(
    ({ url }) => say({ type: 'started', url }),
    (error: Error) => {
      say({ type: 'failed', why: error.message })
      process.disconnect?.()
    },
  )
})
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1))
say({ type: 'loaded' })

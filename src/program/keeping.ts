/** What is done about the journal as a whole: its heads are kept off-site, and what people wrote is erased when its time is over. */
import type { Clock } from '../engine/clock.ts'
import type { Random } from '../engine/journal.ts'
import type { Logger } from '../engine/logger.ts'
import type { Storage } from '../engine/storage.ts'
import type { Plan } from '../plan/schema.ts'
import { createAnchoring } from './anchoring.ts'
import { createRetention } from './retention-loop.ts'
import type { Settings } from './settings.ts'

export interface Keeping {
  start(): void
  /** How long ago all heads were known to be off-site, seconds; undefined: that is not set up. */
  anchorLagSeconds(): number | undefined
  /** Again: fine. */
  stop(): Promise<void>
}

export interface KeepingParts {
  settings: Pick<Settings, 's3' | 'anchors' | 'email'>
  storage: Storage
  plans(): Promise<Record<string, Plan>>
  random: Random
  clock: Clock
  logger: Logger
}

export function createKeeping(parts: KeepingParts): Keeping {
  const anchoring = createAnchoring(parts)
  const retention = createRetention(parts)
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      anchoring.start()
      running ??= retention.run(stopping.signal)
    },
    anchorLagSeconds: anchoring.lagSeconds,
    async stop() {
      stopping.abort()
      await running
      await anchoring.stop()
    },
  }
}

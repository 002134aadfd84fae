/** What is done about the journal as a whole: it is copied off-site, its heads are kept there, and what people wrote is erased when its time is over. */
import type { PostgresBacking } from '../engine/backing.ts'
import type { Clock } from '../engine/clock.ts'
import type { Random } from '../engine/journal.ts'
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { Plan } from '../plan/schema.ts'
import { createAnchoring } from './anchoring.ts'
import { createCopying } from './copying.ts'
import type { Ready } from './database-answers.ts'
import { createRetention } from './retention-loop.ts'
import type { Settings } from './settings.ts'

export interface Keeping {
  start(): void
  /** How long ago all heads were known to be off-site, seconds; undefined: that is not set up. */
  anchorLagSeconds(): number | undefined
  /** How long ago the whole journal was known to be off-site, seconds; absent: that is not set up. Rejects when the database does not answer. */
  offsiteLagSeconds?: () => Promise<number | undefined>
  /** The same answer, with how far the copy of the journal is behind. */
  readyWith(ready: () => Promise<Ready>): () => Promise<Ready & { offsiteLagSeconds?: number }>
  /** Again: fine. */
  stop(): Promise<void>
}

export interface KeepingParts {
  settings: Pick<Settings, 's3' | 'copiesJournal' | 'anchors' | 'email'>
  backing: Pick<PostgresBacking, 'storage' | 'copyProgress'>
  plans(): Promise<Record<string, Plan>>
  random: Random
  clock: Clock
  logger: Logger
}

export function createKeeping({ backing, ...rest }: KeepingParts): Keeping {
  const parts = { ...rest, storage: backing.storage }
  const anchoring = createAnchoring(parts)
  const copying = createCopying({ ...parts, progress: backing.copyProgress, clock: wallClock })
  const retention = createRetention(parts)
  const { lagSeconds } = copying
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      anchoring.start()
      copying.start()
      running ??= retention.run(stopping.signal)
    },
    anchorLagSeconds: anchoring.lagSeconds,
    ...(lagSeconds && { offsiteLagSeconds: lagSeconds }),
    readyWith: (ready) => async () => {
      const state = await ready()
      const seconds = state.ok ? await lagSeconds?.().catch(() => undefined) : undefined
      return seconds === undefined ? state : { ...state, offsiteLagSeconds: Math.round(seconds) }
    },
    async stop() {
      stopping.abort()
      await running
      await anchoring.stop()
      await copying.stop()
    },
  }
}

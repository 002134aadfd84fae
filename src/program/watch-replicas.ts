/** Says so when replicas of several versions run: fine while Muster is upgraded, and a surprise when somebody forgot one. */
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import type { ReplicaCount } from '../engine/replicas.ts'

const EVERY_MS = 60_000

export interface ReplicaWatch {
  start(): void
  /** Looks once, as it does by itself each minute. Never rejects. */
  look(): Promise<void>
  stop(): Promise<void>
}

export function createReplicaWatch({
  replicas,
  clock,
  logger,
}: {
  replicas: () => Promise<ReplicaCount[]>
  clock: Clock
  logger: Logger
}): ReplicaWatch {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let differed = false

  const look = async (): Promise<void> => {
    // A database that is away is told by everything else.
    const found = await replicas().catch(() => undefined)
    if (found === undefined || found.length === 0) return
    const differ = found.length > 1
    if (differ === differed) return
    differed = differ
    const versions = found.map(({ version, replicas }) => `${replicas} of ${version}`).join(', ')
    if (differ)
      logger.warn(
        { versions: found },
        `Replicas of different versions run on this database: ${versions}. End the upgrade soon.`,
      )
    else logger.info({ versions: found }, `All replicas are of one version again: ${versions}.`)
  }
  return {
    look,
    start() {
      running ??= (async () => {
        while (!stopping.signal.aborted) {
          await look()
          await clock.sleepUntil(clock.now() + EVERY_MS, stopping.signal)
        }
      })()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

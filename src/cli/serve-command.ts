/**
 * `muster serve`: production, from the environment and `muster.yaml`. Bad configuration fails here, every problem in one sentence. Told to stop, it
 * is gone within ten seconds: service managers kill what takes longer, and what was in hand is found at its deadline either way.
 */
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { Muster } from '../main.ts'
import { keepCompiled } from '../program/compile-cache.ts'
import { packageVersion } from '../program/package-root.ts'
import { hiding } from '../program/secrets.ts'
import { type Environment, readConfig } from './config.ts'
import { createLogger } from './logger.ts'
import { routingKeyVariables } from './routing-key-variables.ts'
import { untilStopped } from './until-stopped.ts'

const STOP_MAX_MS = 9_500

/** Resolves to the exit code once it has been stopped: 0, or 1 when it could not start. */
export async function runServe(env: Environment, folder: string, write: (text: string) => void): Promise<number> {
  const first = readConfig(env, folder)
  const config = first.ok ? readConfig(env, folder, await routingKeyVariables(first.settings.plans)) : first
  if (!config.ok) {
    write(config.problems.map((problem) => `${problem}\n`).join(''))
    return 1
  }
  const logger = createLogger('info', 1, hiding(config.settings))
  // From here on a signal waits for the start to end, so that nothing is left half open.
  const stopped = untilStopped()
  logger.info({ version: packageVersion() }, 'Muster starts.')
  const writeCompiled = keepCompiled(config.settings.dataDir)
  const { startMuster } = await import('../main.ts')
  const muster = await startMuster(config.settings, { clock: wallClock, logger }).catch((error: unknown) => {
    write(`${hiding(config.settings)(error instanceof Error ? error.message : String(error))}\n`)
    return undefined
  })
  if (muster === undefined) return 1
  logger.info({ url: muster.url, version: packageVersion() }, 'Muster runs.')
  writeCompiled()
  await stopped
  logger.info({}, 'Muster stops: it ends what is in hand.')
  return stopInTime(muster, logger)
}

async function stopInTime(muster: Muster, logger: Logger): Promise<never> {
  const late = setTimeout(() => {
    logger.warn({}, 'Not everything has ended in time; it is left to its deadlines.')
    process.exit(0)
  }, STOP_MAX_MS)
  await muster.drain()
  await muster.stop()
  clearTimeout(late)
  logger.info({}, 'Muster has stopped.')
  // A connection to a provider that does not answer must not keep the process.
  process.exit(0)
}

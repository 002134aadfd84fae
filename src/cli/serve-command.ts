/** `muster serve`: production, from the environment and `muster.yaml`. Bad configuration fails here, every problem in one sentence. */
import { wallClock } from '../engine/wall-clock.ts'
import { startMuster } from '../main.ts'
import { hiding } from '../program/secrets.ts'
import { type Environment, readConfig } from './config.ts'
import { createLogger } from './logger.ts'
import { routingKeyVariables } from './routing-key-variables.ts'
import { untilStopped } from './until-stopped.ts'

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
  const muster = await startMuster(config.settings, { clock: wallClock, logger }).catch((error: unknown) => {
    write(`${hiding(config.settings)(error instanceof Error ? error.message : String(error))}\n`)
    return undefined
  })
  if (muster === undefined) return 1
  logger.info({ url: muster.url }, 'Muster runs.')
  await stopped
  logger.info({}, 'Muster stops.')
  await muster.stop()
  return 0
}

/** A whole Muster, as `muster serve` starts it: of a process of its own the built one, as it is installed, for Node takes a second longer to strip the sources of their types. */
import { existsSync } from 'node:fs'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { keepCompiled } from '../../src/program/compile-cache.ts'
import type { Settings } from '../../src/program/settings.ts'
import { complain } from '../loud-logger.ts'
import type { Running } from './app.ts'

const SOURCE = new URL('../../src/main.ts', import.meta.url)
const BUILT = new URL('../../dist/src/main.js', import.meta.url)

/** @param built made by `npm run build` before, and not the sources. @throws Error when it has not been built. */
export async function startWhole(settings: Settings, built: boolean): Promise<Running> {
  if (built && !existsSync(BUILT)) throw new Error('Muster has not been built: `npm run build` does that')
  const writeCompiled = built ? keepCompiled(settings.dataDir) : () => {}
  const { startMuster } = (await import(String(built ? BUILT : SOURCE))) as typeof import('../../src/main.ts')
  const muster = await startMuster(settings, { clock: wallClock, logger: complain })
  writeCompiled()
  return muster
}

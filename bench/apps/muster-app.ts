/** A whole Muster, as `muster serve` starts it. */
import { wallClock } from '../../src/engine/wall-clock.ts'
import { startMuster } from '../../src/main.ts'
import type { Settings } from '../../src/program/settings.ts'
import { complain } from '../loud-logger.ts'
import type { Running } from './app.ts'

export const startWhole = (settings: Settings): Promise<Running> =>
  startMuster(settings, { clock: wallClock, logger: complain })

/** What goes wrong while something is measured would spoil the figures: it is said on stderr. */
import type { Logger } from '../src/engine/logger.ts'

const say: Logger['warn'] = (detail, message) => {
  const cause = 'err' in detail && detail.err instanceof Error ? ` (${detail.err.message})` : ''
  process.stderr.write(`${message}${cause}\n`)
}

export const complain: Logger = { info: () => {}, warn: say, error: say }

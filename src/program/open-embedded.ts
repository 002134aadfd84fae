/** The database that Muster brings along, for when none is named. */
import { randomBytes } from 'node:crypto'
import { startEmbeddedPostgres } from '../engine/embedded-postgres.ts'
import type { Logger } from '../engine/logger.ts'
import type { Settings } from './settings.ts'

/** @returns its address; it ends with `open`. */
export async function openEmbedded(
  { dataDir }: Pick<Settings, 'dataDir'>,
  logger: Logger,
  open: AsyncDisposableStack,
): Promise<string> {
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const embedded = open.adopt(await startEmbeddedPostgres({ dataDir, random, logger }), (it) => it.stop())
  return embedded.url
}

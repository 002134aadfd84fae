/** The database for whoever has set none: an embedded one in the data directory, which ends with the program. */
import { randomBytes } from 'node:crypto'
import { startEmbeddedPostgres } from '../engine/embedded-postgres.ts'
import type { Logger } from '../engine/logger.ts'
import type { Settings } from './settings.ts'

export async function openDatabase(
  { dataDir }: Pick<Settings, 'dataDir'>,
  logger: Logger,
  open: AsyncDisposableStack,
): Promise<string> {
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const embedded = open.adopt(await startEmbeddedPostgres({ dataDir, random, logger }), (it) => it.stop())
  return embedded.url
}

/** Opens the database of the configuration for an offline command, without running migrations or taking part in the work. */
import { randomBytes } from 'node:crypto'
import { createPostgresBacking } from '../engine/backing.ts'
import { startEmbeddedPostgres } from '../engine/embedded-postgres.ts'
import type { Storage } from '../engine/storage.ts'

/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01'

/** @throws Error with one sentence when the database cannot be reached or holds no journal. */
export async function withJournal<T>(
  { databaseUrl, dataDir }: { databaseUrl?: string; dataDir: string },
  work: (storage: Storage) => Promise<T>,
): Promise<T> {
  const embedded =
    databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDir, random: (bytes) => randomBytes(bytes).toString('hex') })
      : undefined
  const backing = createPostgresBacking({ connectionString: databaseUrl ?? embedded!.url, queues: {} })
  try {
    return await work(backing.storage)
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error
    throw new Error('This database holds no journal: is DATABASE_URL or MUSTER_DATA_DIR the right one?', {
      cause: error,
    })
  } finally {
    await backing.stop()
    await embedded?.stop()
  }
}

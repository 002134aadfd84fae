/** Databases of a real PostgreSQL, set up as in production: every commit waits for the disk. */
import { createPostgresBacking } from '../src/engine/backing.ts'
import { startEmbeddedPostgres } from '../src/engine/embedded-postgres.ts'
import type { Random } from '../src/engine/journal.ts'

/** Has Muster's schema and pg-boss's, and no rows. */
const TEMPLATE = 'muster'

export interface Databases {
  /** A copy of the empty one. */
  create(): Promise<{ url: string; drop(): Promise<void> }>
  close(): Promise<void>
}

export async function openDatabases(dataDir: string, random: Random): Promise<Databases> {
  const postgres = await startEmbeddedPostgres({ dataDir, random })
  const backing = createPostgresBacking({ connectionString: postgres.url, queues: {} })
  await backing.storage.start()
  await backing.outbox.start()
  await backing.stop()
  let made = 0
  return {
    async create() {
      const name = `bench_${++made}`
      return { url: await postgres.createDatabase(name, TEMPLATE), drop: () => postgres.dropDatabase(name) }
    },
    close: () => postgres.stop(),
  }
}

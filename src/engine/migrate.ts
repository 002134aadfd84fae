/**
 * Brings the database to this version's schema: numbered SQL files, forward only, each in its own transaction.
 *
 * It promises: two replicas that start at once apply each file once; a file that was applied is never applied again. A database that is
 * newer than this program is left alone, because migrations must work beside the version before.
 */
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'

const MIGRATIONS = new URL('./migrations/', import.meta.url)

/** Any number that no other program on this database uses for its advisory locks; "muster" in ASCII, folded. */
const LOCK_ID = 6_878_115

/** @throws Error naming the migration that failed, with the database's own error as cause. */
export async function migrate(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK_ID])
  try {
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS muster;
      CREATE TABLE IF NOT EXISTS muster.migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`)
    const { rows } = await client.query<{ name: string }>('SELECT name FROM muster.migration')
    const applied = new Set(rows.map((row) => row.name))
    for (const file of await migrationFiles()) if (!applied.has(file)) await apply(client, file)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK_ID])
  }
}

/** Names of this version's migrations, in the order in which they are applied. */
export const migrationFiles = async (): Promise<string[]> =>
  (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.sql')).sort()

async function apply(client: pg.ClientBase, file: string): Promise<void> {
  const sql = await readFile(new URL(file, MIGRATIONS), 'utf8')
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query('INSERT INTO muster.migration (name) VALUES ($1)', [file])
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    throw new Error(`database migration ${file} failed; nothing of it was applied`, { cause })
  }
}

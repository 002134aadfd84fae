import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { migrate, migrationFiles } from '../../src/engine/migrate.ts'
import { LIST_STREAMS, LIST_STREAMS_DESCENDING } from '../../src/engine/sql/journal-sql.ts'
import { emptyDatabase } from '../postgres.ts'
import { createRig, QUEUES } from './rig.ts'

/** Review it in the diff when a migration changes it; `vitest run -u` writes it anew. */
const EXPECTED = new URL('./schema.expected', import.meta.url)

const SHAPE = `
  SELECT line FROM (
    SELECT format('%s.%s %s%s%s', table_name, column_name, data_type, CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END,
      ' default ' || column_default) AS line
    FROM information_schema.columns WHERE table_schema = 'muster'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'muster'
    UNION ALL SELECT format('%s: %s %s', relname, conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c JOIN pg_class t ON t.oid = conrelid WHERE connamespace = 'muster'::regnamespace AND contype <> 'n'
    UNION ALL SELECT format('%s [%s]', pg_get_triggerdef(g.oid), tgenabled)
    FROM pg_trigger g JOIN pg_class t ON t.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = 'muster'::regnamespace
  ) shape ORDER BY line COLLATE "C"`

describe('migrations', () => {
  const cleanups: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  const clients = async (count: number) => {
    const { url, drop } = await emptyDatabase()
    cleanups.push(drop)
    const opened = Array.from({ length: count }, () => new pg.Client({ connectionString: url }))
    for (const client of opened) {
      await client.connect()
      cleanups.push(() => client.end())
    }
    return opened
  }

  test('lead to the expected schema', async () => {
    const [client] = await clients(1)
    await migrate(client!)
    // Names in definitions are printed without the schemas of the search path.
    await client!.query("SET search_path = ''")
    const { rows } = await client!.query<{ line: string }>(SHAPE)
    await expect(`${rows.map(({ line }) => line).join('\n')}\n`).toMatchFileSnapshot(EXPECTED.pathname)
  })

  test('let lists go through what they list, and not through everything', async () => {
    const [client] = await clients(1)
    await migrate(client!)
    // A handful of rows would be read and sorted; what counts is whether an index can do without.
    await client!.query('SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off')
    const planOf = async (statement: string, ...values: unknown[]) => {
      const { rows } = await client!.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`, values)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    const open = await planOf(LIST_STREAMS, 'DR-', true, null, null)
    expect(open).toContain('using stream_open')
    const ended = await planOf(LIST_STREAMS_DESCENDING, 'DR-', false, null, 200)
    expect(ended).toContain('Backward using stream_name')
    const page = await planOf(LIST_STREAMS, null, null, 'DR-1', 500)
    expect(page).toMatch(/using stream_name[\s\S]*Index Cond/)
    expect([open, ended, page].join()).not.toContain('Sort')
  })

  test('run once each when replicas start at the same moment, and not again', async () => {
    const opened = await clients(4)
    await Promise.all(opened.map((client) => migrate(client)))
    await migrate(opened[0]!)
    const { rows } = await opened[0]!.query(
      'SELECT name, count(*)::integer AS times FROM muster.migration GROUP BY name ORDER BY name',
    )
    expect(rows).toEqual((await migrationFiles()).map((name) => ({ name, times: 1 })))
  })

  test('let whole replicas start at the same moment on an empty database, outbox and all', async () => {
    const { url, drop } = await emptyDatabase()
    cleanups.push(drop)
    const backings = Array.from({ length: 3 }, () => createPostgresBacking({ connectionString: url, queues: QUEUES }))
    const engines = backings.map((backing) => {
      cleanups.push(backing.stop)
      return createRig({ backing }).engine
    })
    await Promise.all(engines.map((engine) => engine.start()))
    await Promise.all(engines.map((engine) => engine.stop()))
  })

  test('leave a database alone that a newer version has migrated further', async () => {
    const [client] = await clients(1)
    await migrate(client!)
    await client!.query("INSERT INTO muster.migration (name) VALUES ('9999-of-a-later-version.sql')")
    await expect(migrate(client!)).resolves.toBeUndefined()
  })

  test('apply nothing of a migration that fails, and name it', async () => {
    const [client] = await clients(1)
    await client!.query('CREATE SCHEMA muster; CREATE TABLE muster.plan (in_the_way text)')
    await expect(migrate(client!)).rejects.toThrow(
      'database migration 0001-journal.sql failed; nothing of it was applied',
    )
    const { rows } = await client!.query("SELECT to_regclass('muster.stream') AS stream")
    expect(rows).toEqual([{ stream: null }])
  })
})

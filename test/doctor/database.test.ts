/** The doctor's look at real databases: new, in use, read only, newer, not ours, not there. */
import { writeFileSync } from 'node:fs'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { database } from '../../src/doctor/database.ts'
import { emptyDatabase, testDatabase } from '../postgres.ts'
import { temporaryFolder } from '../sim/surroundings.ts'
import { findingsOf, subjectOf } from './patient.ts'

async function made(kind: 'empty' | 'migrated', sql?: string): Promise<string> {
  const { url, drop } = await (kind === 'empty' ? emptyDatabase() : testDatabase())
  onTestFinished(drop)
  if (sql === undefined) return url
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
  return url
}
const examined = (databaseUrl: string) => findingsOf(database, subjectOf({ databaseUrl }))

test('one that is new, and one that is in use', async () => {
  expect(await examined(await made('empty'))).toMatchObject([
    { level: 'ok', what: expect.stringMatching(/^PostgreSQL 1\d/) },
    { level: 'skipped', remedy: expect.stringContaining('makes its tables at start') },
  ])
  expect(await examined(await made('migrated'))).toMatchObject([
    { level: 'ok' },
    { level: 'ok', what: 'The schema is up to date' },
  ])
})

test('migrations that are to come, and those of a newer version', async () => {
  const behind = await made('migrated', 'DELETE FROM muster.migration')
  expect((await examined(behind))[1]).toMatchObject({
    level: 'skipped',
    why: expect.stringContaining('0001-journal.sql'),
  })
  const ahead = await made('migrated', "INSERT INTO muster.migration (name) VALUES ('9999-future.sql')")
  expect((await examined(ahead))[1]).toMatchObject({ level: 'warning', what: 'The database is newer than this Muster' })
})

test('one that takes no writes', async () => {
  const url = await made('migrated')
  expect((await examined(`${url}?options=-c%20default_transaction_read_only%3Don`))[1]).toMatchObject({
    level: 'error',
    what: 'The database takes no writes',
    remedy: expect.stringContaining('DATABASE_URL'),
  })
})

test('one in which Muster may do nothing, and one whose schema is somebody else’s', async () => {
  const role = (url: string) => {
    const { pathname } = new URL(url)
    return { name: `guest_${pathname.slice(1)}`, database: pathname.slice(1) }
  }
  for (const kind of ['empty', 'migrated'] as const) {
    const url = await made(kind)
    const guest = role(url)
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    await owner.query(
      `CREATE ROLE ${guest.name} LOGIN PASSWORD 'guest'; REVOKE CREATE ON DATABASE ${guest.database} FROM PUBLIC`,
    )
    const asGuest = new URL(url)
    asGuest.username = guest.name
    asGuest.password = 'guest'
    const found = await examined(asGuest.href)
    await owner.query(`DROP OWNED BY ${guest.name}; DROP ROLE ${guest.name}`)
    await owner.end()
    expect(found[1]).toMatchObject(
      kind === 'empty'
        ? { level: 'error', what: 'Muster may not create its schema', remedy: expect.stringContaining('GRANT CREATE') }
        : { level: 'error', what: 'The schema muster belongs to somebody else' },
    )
  }
})

test('one that is not there, and a password that is wrong', async () => {
  expect(await examined('postgres://muster:pw@127.0.0.1:1/muster')).toMatchObject([
    { level: 'error', why: expect.stringContaining('ECONNREFUSED'), remedy: expect.stringContaining('DATABASE_URL') },
  ])
  const url = new URL(await made('empty'))
  url.password = 'wrong'
  expect(await examined(url.href)).toMatchObject([
    { level: 'error', why: expect.stringContaining('password authentication failed') },
  ])
})

test('the embedded one is good for trying, if its folder can be written', async () => {
  const dataDir = `${temporaryFolder()}/not/yet`
  expect(await findingsOf(database, subjectOf({ dataDir }))).toMatchObject([
    { level: 'warning', remedy: expect.stringContaining('DATABASE_URL') },
  ])
  const file = `${temporaryFolder()}/file`
  writeFileSync(file, '')
  expect(await findingsOf(database, subjectOf({ dataDir: `${file}/data` }))).toMatchObject([
    { level: 'error', remedy: expect.stringContaining('MUSTER_DATA_DIR') },
  ])
})

/** Backups are tried over the real protocol of S3 and on a real PostgreSQL; the scratch database and the files are gone afterwards, whatever happened. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type S3Sim, startS3Sim } from '../../../sim/s3/s3.ts'
import { createScratchDatabase } from '../../../src/actions/scratch-database.ts'
import { createObjectStore, type ObjectStore } from '../../../src/adapters/s3/object-store.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { reveal } from '../../../src/plan/actor.ts'
import type { How } from '../../../src/plan/backup-schema.ts'
import { type Plan, planSchema } from '../../../src/plan/schema.ts'
import { openStore } from '../../../src/program/open-store.ts'
import { createMakeBackup } from '../../../src/program/verifying/make-backup.ts'
import { createVerifyBackup, type VerifyParts } from '../../../src/program/verifying/verify-backup.ts'
import type { TryDetail } from '../../../src/readiness/backups/track.ts'
import { testPlanInput } from '../../incident/test-plan.ts'
import { emptyDatabase, type TestDatabase } from '../../postgres.ts'
import { surroundings } from '../../sim/surroundings.ts'

const around = surroundings()
let sim: S3Sim
let store: ObjectStore
let database: TestDatabase
let dataDir: string
beforeEach(async () => {
  around.faults.clear()
  sim = await startS3Sim({ ...around, bucket: 'dumps' })
  const { endpoint, bucket, accessKeyId, secretAccessKey } = sim
  store = createObjectStore({ endpoint, bucket, region: 'us-east-1', accessKeyId, secretAccessKey })
  database = await emptyDatabase()
  dataDir = mkdtempSync(path.join(tmpdir(), 'muster-try-'))
})
afterEach(async () => {
  store.close()
  await sim.close()
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const NODE = process.execPath
/** A restore as somebody may have it: the dump is SQL, and the address of the database comes from a variable. */
const RESTORE = `
  const pg = require('pg'); const fs = require('fs');
  const client = new pg.Client({ connectionString: process.env.SHOP_URL });
  client.connect().then(() => client.query(fs.readFileSync(process.argv[1], 'utf8')))
    .then(() => client.end()).catch((error) => { console.error(error.message); process.exit(1) })`
const DUMP = 'CREATE TABLE orders (id int); INSERT INTO orders SELECT generate_series(1, 42);'

const TRIAL = { sequence: 'try', scratch: { on: 'scratch', as: ['SHOP_URL'] } }
const step = (more: object = {}) => ({
  id: 'restore',
  title: 'Restore it',
  do: [
    { backup: 'db', fetch: 'dump' },
    { command: [NODE, '-e', RESTORE, { file: 'dump' }], passEnv: ['SHOP_URL'], in: process.cwd() },
  ],
  checks: [{ sql: 'SELECT count(*) FROM orders', on: 'shop', expect: { value: { min: 1 } } }],
  ...more,
})

const planWith = (trial: object = {}, steps: object[] = [step()], more: object = {}): Plan =>
  planSchema.parse({
    ...testPlanInput,
    connections: { shop: { urlEnv: 'SHOP_URL' }, scratch: { urlEnv: 'SCRATCH_URL' } },
    stores: {
      main: { bucket: 'dumps', endpoint: { env: 'S3_URL' }, accessKeyIdEnv: 'KEY_ID', secretAccessKeyEnv: 'KEY' },
    },
    values: { table: { kind: 'pattern', label: 'Table', pattern: '[a-z]+' } },
    sequences: {
      try: { title: 'Try', steps },
      away: {
        title: 'Put away',
        steps: [{ id: 'away', title: 'Put it away', do: [{ command: ['touch', path.join(dataDir, 'away')] }] }],
      },
    },
    backups: {
      db: {
        label: 'Database',
        store: 'main',
        prefix: 'db/',
        verification: [
          { how: 'checksum', schedule: 'daily' },
          { how: 'listing', schedule: 'daily' },
          { how: 'restore', schedule: 'weekly', trial: { ...TRIAL, ...trial } },
        ],
      },
    },
    ...more,
  })

const partsWith = (environment: Record<string, string> = {}): VerifyParts => ({
  dataDir,
  environment: {
    PATH: process.env.PATH,
    ...{ S3_URL: sim.botEndpoint, KEY_ID: sim.accessKeyId, KEY: sim.secretAccessKey },
    // Whoever tries against production would find no server there.
    ...{ SHOP_URL: 'postgres://nobody@127.0.0.1:1/production', SCRATCH_URL: database.url },
    ...environment,
  },
  openStore,
  carryOut: () => 'real',
  wall: wallClock,
  random: (bytes) => 'ab'.repeat(bytes),
})
const NEVER = new AbortController().signal
const verifying = async (how: How, plan = planWith(), environment: Record<string, string> = {}) => {
  const outcome = await createVerifyBackup(partsWith(environment))(plan, { set: 'db', how }, NEVER)
  return { outcome, detail: (outcome.ok ? outcome.detail : {}) as unknown as TryDetail }
}
/** Why stands where it can be erased; beside it nothing is said that a database could have put in. */
const undecided = (why: unknown) => ({
  ok: false,
  reason: 'The backup could not be tried.',
  detail: { why: { private: why } },
})
const put = async (name: string, content: string | Uint8Array, sum = true) => {
  await store.put(`db/${name}`, content, 'application/octet-stream')
  if (sum) await store.put(`db/${name}.sha256`, createHash('sha256').update(content).digest('hex'), 'text/plain')
}
const databases = async (): Promise<string[]> => {
  const client = new pg.Client(database.url)
  await client.connect()
  const { rows } = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^muster_try_(${testPlanInput.id}|other)_db_'`,
  )
  await client.end()
  return rows.map(({ datname }) => datname)
}
const leftInWork = () => (existsSync(path.join(dataDir, 'work')) ? readdirSync(path.join(dataDir, 'work')) : [])

describe('a test restore', () => {
  it('restores the newest by the steps of the plan and counts what is there', async () => {
    await put('1.sql', 'SELECT broken', true)
    await put('2.sql', DUMP)
    const { outcome, detail } = await verifying('restore')
    expect(outcome.ok).toBe(true)
    expect(detail).toMatchObject({
      key: 'db/2.sql',
      store: 'dumps',
      version: expect.any(String),
      sha256: createHash('sha256').update(DUMP).digest('hex'),
      rows: [{ what: 'SELECT count(*) FROM orders on shop', count: 42 }],
    })
    expect(detail.failed).toBeUndefined()
    expect(detail.tookMs).toBeGreaterThan(0)
    expect(await databases()).toEqual([])
    expect(leftInWork()).toEqual([])
  })

  it.each([
    [
      'it cannot be restored',
      async () => put('1.sql', 'CREATE nonsense'),
      [step()],
      /"Restore it" failed: .*ended with exit code 1/,
    ],
    [
      'nothing is in it',
      async () => put('1.sql', 'CREATE TABLE orders (id int)'),
      [step()],
      /"Restore it" failed: the check failed/,
    ],
    [
      'it is damaged',
      async () => {
        await put('1.sql', DUMP)
        await store.put('db/1.sql', `${DUMP} `, 'text/plain')
      },
      [step()],
      /has the checksum .* damaged/,
    ],
    ['it has no checksum', async () => put('1.sql', DUMP, false), [step()], /has no checksum/],
  ])('fails when %s, and leaves nothing behind', async (_, prepare, steps, why) => {
    await prepare()
    const { outcome, detail } = await verifying('restore', planWith({ afterwards: 'away' }, steps))
    expect(outcome.ok).toBe(true)
    expect(reveal(detail.failed)).toMatch(why)
    // Of the file that was in hand, whatever is wrong with it.
    const held = /no checksum/.test(why.source) ? undefined : expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(detail.sha256).toEqual(held)
    expect(await databases()).toEqual([])
    expect(leftInWork()).toEqual([])
    // What the plan puts away is put away all the same.
    expect(existsSync(path.join(dataDir, 'away'))).toBe(true)
  })

  it('is ended at its limit, and leaves nothing behind', async () => {
    await put('1.sql', DUMP)
    const slow = step({ do: [{ backup: 'db' }, { command: ['sleep', '60'] }], checks: [] })
    const { detail } = await verifying('restore', planWith({ limit: '1 s' }, [slow]))
    expect(reveal(detail.failed)).toBe('it took longer than it may')
    expect(await databases()).toEqual([])
  })

  it('gives the steps what is under "with", and what earlier ones have captured', async () => {
    await put('1.sql', DUMP)
    const steps = [
      step({
        checks: [{ sql: 'SELECT $1 AS name', on: 'shop', params: [{ value: 'table' }], expect: { value: 'orders' } }],
      }),
      { id: 'more', title: 'More', do: [{ sql: `SELECT 'captured' AS name`, on: 'shop', capture: { table: 'name' } }] },
      {
        id: 'last',
        title: 'Last',
        do: [{ sql: 'SELECT $1 AS name', on: 'shop', params: [{ value: 'table' }], expect: { value: 'captured' } }],
      },
    ]
    const { detail } = await verifying('restore', planWith({ with: { table: 'orders' } }, steps))
    expect(detail.failed).toBeUndefined()
  })

  it('is not proven by a store that is away', async () => {
    await put('1.sql', DUMP)
    around.faults.set({ service: 's3', fault: 'error' })
    const { outcome } = await verifying('restore')
    expect(outcome).toMatchObject(undecided(expect.stringContaining('bucket dumps')))
    expect(await databases()).toEqual([])
  })

  it.each([
    [
      'a value is missing',
      [step({ do: [{ backup: 'db' }, { command: ['echo', { value: 'table' }] }] })],
      {},
      /needs the value table, which nobody gives: write it under "with"/,
    ],
    [
      'there is no server',
      [step()],
      { SCRATCH_URL: 'postgres://nobody@127.0.0.1:1/x' },
      /the server for scratch databases cannot be reached/,
    ],
    ['nobody has said where the server is', [step()], { SCRATCH_URL: '' }, /set SCRATCH_URL where Muster runs/],
  ])('says nothing of the backup when %s', async (_, steps, environment, why) => {
    await put('1.sql', DUMP)
    const { outcome } = await verifying('restore', planWith({ afterwards: 'away' }, steps), environment)
    expect(outcome).toMatchObject(undecided(expect.stringMatching(why)))
    expect(await databases()).toEqual([])
    expect(leftInWork()).toEqual([])
  })

  it.each([
    ['the scratch database', {}, /postgres:.*muster_try_/],
    // Where there is no scratch database, nothing has begun, and what puts away would go to production.
    ['nothing at all where there is none', { SCRATCH_URL: 'postgres://nobody@127.0.0.1:1/none' }, /^none$/],
  ])('puts away with %s', async (_, environment, seen) => {
    await put('1.sql', DUMP)
    const told = path.join(dataDir, 'told')
    const telling = ['sh', '-c', `printf %s "$SHOP_URL" > "$0"`, told]
    const away = { id: 'away', title: 'Put it away', do: [{ command: telling, passEnv: ['SHOP_URL'] }] }
    const plan = planWith({ afterwards: 'away' })
    const sequences = planSchema.shape.sequences.parse({ away: { title: 'Put away', steps: [away] } })
    await verifying('restore', { ...plan, sequences: { ...plan.sequences, ...sequences } }, environment)
    expect(existsSync(told) ? readFileSync(told, 'utf8') : 'none').toMatch(seen)
  })

  it.each([
    [
      'the scratch server',
      { SHOP_URL: (url: URL) => `postgres://shop@localhost:${url.port}/production` },
      'SCRATCH_URL',
    ],
    ['an address under another name', { TEST_URL: () => 'postgres://nobody@127.0.0.1:1/other' }, 'TEST_URL'],
  ])('runs nothing when %s leads to the server of a recovery', async (_, variables, name) => {
    await put('1.sql', DUMP)
    const told = path.join(dataDir, 'told')
    const steps = [step({ do: [{ backup: 'db' }, { command: ['touch', told], passEnv: ['TEST_URL'] }], checks: [] })]
    const validation = [{ id: 'there', title: 'There', do: [{ sql: 'SELECT 1', on: 'shop' }] }]
    const plan = planWith({ afterwards: 'away' }, steps, {
      scenarios: { fire: { title: 'Fire', validation } },
    })
    const url = new URL(database.url)
    const environment = Object.fromEntries(Object.entries(variables).map(([key, of]) => [key, of(url)]))
    const { outcome } = await verifying('restore', plan, environment)
    const why = `a test restore never goes to production, and ${name} leads to the server of SHOP_URL`
    expect(outcome).toMatchObject(undecided(expect.stringContaining(why)))
    expect([existsSync(told), existsSync(path.join(dataDir, 'away'))]).toEqual([false, false])
  })

  it('may make its scratch database beside production where the plan says so', async () => {
    await put('1.sql', DUMP)
    const validation = [{ id: 'there', title: 'There', do: [{ sql: 'SELECT 1', on: 'shop' }] }]
    const plan = planWith({ scratch: { ...TRIAL.scratch, sameServer: true } }, [step()], {
      scenarios: { fire: { title: 'Fire', validation } },
    })
    const { detail } = await verifying('restore', plan, { SHOP_URL: database.url })
    expect(detail).toMatchObject({ rows: [{ count: 42 }] })
    expect(await databases()).toEqual([])
  })

  it('says so when it has been restored and could not be put away', async () => {
    await put('1.sql', DUMP)
    const away = { title: 'Put away', steps: [{ id: 'away', title: 'Put it away', do: [{ command: ['false'] }] }] }
    const plan = planWith({ afterwards: 'away' })
    const { outcome } = await verifying('restore', {
      ...plan,
      sequences: { ...plan.sequences, away: planSchema.shape.sequences.parse({ away }).away! },
    })
    expect(outcome).toMatchObject(undecided(expect.stringContaining('it was restored, but not all was put away again')))
    expect(await databases()).toEqual([])
  })

  it('says that there is nothing to try', async () => {
    expect((await verifying('restore')).outcome).toMatchObject(undecided('there is no backup to try'))
  })

  it('clears away what a killed one has left behind, and nothing of anybody else', async () => {
    await put('1.sql', DUMP)
    const now = wallClock.now()
    const plan = planWith()
    await createScratchDatabase(database.url, `${plan.id}/db`, 'old', now - 30 * 3_600_000)
    const running = await createScratchDatabase(database.url, `${plan.id}/db`, 'running', now)
    const other = await createScratchDatabase(database.url, 'other/db', 'old', now - 30 * 3_600_000)
    await verifying('restore', plan)
    expect((await databases()).toSorted()).toEqual([running.name, other.name].toSorted())
    await running.drop()
    await other.drop()
  })
})

describe('looking at it', () => {
  it('compares the checksum beside it, or the one that the store keeps', async () => {
    await put('1.sql', DUMP)
    const sha256 = createHash('sha256').update(DUMP).digest('hex')
    expect((await verifying('checksum')).detail).toMatchObject({ key: 'db/1.sql', sha256 })
    await store.put('db/1.sql', `${DUMP} `, 'text/plain')
    const damaged = createHash('sha256').update(`${DUMP} `).digest('hex')
    expect((await verifying('checksum')).detail).toMatchObject({ sha256: damaged, failed: expect.anything() })
    await put('2.sql', DUMP, false)
    expect(reveal((await verifying('checksum')).detail.failed)).toContain('has no checksum')
    const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64')
    await fetch(`${sim.endpoint}/dumps/db/2.sql`, {
      method: 'PUT',
      headers: { authorization: `Credential=${sim.accessKeyId}/x`, 'x-amz-checksum-sha256': ChecksumSHA256 },
      body: DUMP,
    })
    expect((await verifying('checksum')).detail).toMatchObject({ key: 'db/2.sql', sha256 })
  })

  it('reads it to its end', async () => {
    await put('1.gz', gzipSync(DUMP))
    expect((await verifying('listing')).detail.found).toContain('packed with gzip')
    await put('2.gz', gzipSync(DUMP).subarray(0, 40))
    expect(reveal((await verifying('listing')).detail.failed)).toContain('cannot be unpacked to its end')
  })

  it('lists it by steps of the plan where it has them', async () => {
    await put('1.sql', 'encrypted')
    const list = {
      id: 'list',
      title: 'List it',
      do: [{ backup: 'db', fetch: 'dump' }, { command: ['grep', 'encrypted', { file: 'dump' }] }],
    }
    const plan = planWith({}, [list], {})
    const listed = {
      ...plan,
      backups: {
        db: {
          ...plan.backups.db!,
          verification: [
            {
              ...plan.backups.db!.verification[2]!,
              how: 'listing' as const,
              trial: { ...plan.backups.db!.verification[2]!.trial!, scratch: undefined },
            },
          ],
        },
      },
    }
    expect((await verifying('listing', listed)).detail.failed).toBeUndefined()
  })
})

describe('making one', () => {
  const made = async (command: string[], carryOut: VerifyParts['carryOut'] = () => 'real') => {
    const plan = planWith({}, [{ id: 'make', title: 'Make it', do: [{ command }] }])
    const db = { ...plan.backups.db!, make: 'try' }
    return createMakeBackup({ ...partsWith(), carryOut })({ ...plan, backups: { db } }, 'db', NEVER)
  }

  it('runs the steps of the plan, and says when one fails', async () => {
    expect(await made(['true'])).toEqual({ ok: true, detail: { tookMs: expect.any(Number) } })
    const failed = await made(['false'])
    expect(failed).toMatchObject({
      ok: true,
      detail: { failed: { private: expect.stringMatching(/^"Make it" failed: /) } },
    })
    expect(leftInWork()).toEqual([])
  })

  it('says what a program that failed wrote last', async () => {
    expect(await made(['sh', '-c', 'echo begun; echo "the bucket does not answer" >&2; exit 3'])).toMatchObject({
      detail: { failed: { private: '"Make it" failed: sh ended with exit code 3: the bucket does not answer' } },
    })
    expect(await made(['false'])).toMatchObject({
      detail: { failed: { private: '"Make it" failed: false ended with exit code 1' } },
    })
  })

  it('is done neither of a draft nor where steps only pretend', async () => {
    expect(await made(['true'], () => 'pretend')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('only pretend'),
    })
    expect(await made(['true'], () => ({ refuse: 'A draft.' }))).toMatchObject({ ok: false, reason: 'A draft.' })
  })
})

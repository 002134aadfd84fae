/** What the doctor says of the copy of the journal: off, not begun, a little behind, far behind. */
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { offsite } from '../../src/doctor/offsite.ts'
import { createCopyProgress } from '../../src/engine/copy-progress.ts'
import { silentLogger } from '../../src/engine/logger.ts'
import { createPool } from '../../src/engine/postgres-storage.ts'
import { bucketNameOf } from '../../src/evidence/copy/format.ts'
import { emptyDatabase, testDatabase } from '../postgres.ts'
import { findingsOf, subjectOf } from './patient.ts'

const s3 = { bucket: 'journal', region: 'us-east-1', accessKeyId: 'a', secretAccessKey: 'b' }

test('without a bucket it is off, and of the embedded database only Muster itself can say', async () => {
  expect(await findingsOf(offsite, subjectOf())).toMatchObject([
    { level: 'skipped', what: 'The journal is copied nowhere' },
  ])
  expect(await findingsOf(offsite, subjectOf({ s3 }))).toMatchObject([
    { level: 'skipped', remedy: expect.stringContaining('muster_offsite_lag_seconds') },
  ])
})

test('it says how far the copy is behind, and over five minutes that is an error', async () => {
  const [empty, database] = [await emptyDatabase(), await testDatabase()]
  const pool = createPool(database.url, 1, silentLogger)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  onTestFinished(async () => {
    await client.end()
    await pool.end()
    await empty.drop()
    await database.drop()
  })
  const notBegun = [{ level: 'warning', what: 'The journal has not been copied off-site yet' }]
  expect(await findingsOf(offsite, subjectOf({ s3, databaseUrl: empty.url }))).toMatchObject(notBegun)
  const subject = subjectOf({ s3, databaseUrl: database.url })
  expect(await findingsOf(offsite, subject)).toMatchObject(notBegun)
  const progress = createCopyProgress(pool)
  await progress.complete((await progress.claim(bucketNameOf(s3), 'a', 1_000))!)
  expect(await findingsOf(offsite, subject)).toMatchObject([
    { level: 'ok', what: expect.stringMatching(/^The journal is copied off-site, \d+ s behind$/) },
  ])
  await client.query("UPDATE muster.copy SET complete_at = now() - interval '17 minutes'")
  expect(await findingsOf(offsite, subject)).toMatchObject([
    { level: 'error', what: 'The copy of the journal off-site is 17 minutes behind' },
  ])
})

/** The bucket for the output of steps is tried with the settings as they are. */
import { expect, onTestFinished, test } from 'vitest'
import { startS3Sim } from '../../sim/s3/s3.ts'
import { objectStorage } from '../../src/doctor/object-storage.ts'
import { surroundings } from '../sim/surroundings.ts'
import { findingsOf, subjectOf } from './patient.ts'

async function bucketSettings() {
  const sim = await startS3Sim({ ...surroundings(), bucket: 'outputs' })
  onTestFinished(() => sim.close())
  const { botEndpoint: endpoint, accessKeyId, secretAccessKey, bucket } = sim
  return { bucket, region: 'us-east-1', endpoint, accessKeyId, secretAccessKey }
}

test('a bucket that opens is named', async () => {
  const s3 = await bucketSettings()
  expect(await findingsOf(objectStorage, subjectOf({ s3 }))).toEqual([
    { level: 'ok', what: 'The output of steps is kept in the bucket outputs' },
  ])
})

test('a bucket that does not open is told of, with the reason', async () => {
  const s3 = { ...(await bucketSettings()), bucket: 'others' }
  expect(await findingsOf(objectStorage, subjectOf({ s3 }))).toMatchObject([
    {
      level: 'warning',
      what: 'The bucket others does not let itself be listed',
      why: 'There is no bucket others. Output that cannot be kept there stays in /nowhere.',
      remedy: expect.stringContaining('MUSTER_S3_SECRET_ACCESS_KEY'),
    },
  ])
})

test('without a bucket the setting for it is named', async () => {
  expect(await findingsOf(objectStorage, subjectOf())).toMatchObject([
    {
      level: 'skipped',
      what: 'The output of steps stays in the data directory',
      remedy: expect.stringContaining('MUSTER_S3_BUCKET'),
    },
  ])
})

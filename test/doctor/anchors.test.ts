/** What the doctor says of anchors: set up or not, signed or not, guarded or not. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { startS3Sim } from '../../sim/s3/s3.ts'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { anchors } from '../../src/doctor/anchors.ts'
import { surroundings } from '../sim/surroundings.ts'
import { findingsOf, subjectOf } from './patient.ts'

const signingKey = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
const nowMs = () => Date.parse('2026-03-07T12:00:00Z')

async function bucket() {
  const sim = await startS3Sim({ ...surroundings(), bucket: 'anchors' })
  const { botEndpoint: endpoint, accessKeyId, secretAccessKey } = sim
  const s3 = { bucket: 'anchors', region: 'us-east-1', endpoint, accessKeyId, secretAccessKey }
  const store = createObjectStore(s3)
  onTestFinished(async () => {
    store.close()
    await sim.close()
  })
  return { s3, store }
}

test('without a bucket nothing is kept off-site, and the settings for it are named', async () => {
  expect(await findingsOf(anchors, subjectOf())).toMatchObject([
    { level: 'skipped', remedy: expect.stringContaining('MUSTER_S3_BUCKET') },
  ])
})

test('a bucket without heads is warned of; without a key it is said that nothing is signed', async () => {
  const { s3 } = await bucket()
  expect(await findingsOf(anchors, subjectOf({ s3 }, { nowMs }))).toMatchObject([
    { level: 'warning', what: 'No recent heads of the journal lie in the bucket' },
    { level: 'skipped', remedy: expect.stringContaining('MUSTER_SIGNING_KEY') },
  ])
})

test('with all of it set up, it says since when, by which key, and whether the store guards it', async () => {
  const { s3, store } = await bucket()
  await store.put('anchors/heads/2026-03-06T09:00.json', '{}', 'application/json')
  await store.put('anchors/heads/2026-03-07T09:00.json', '{}', 'application/json')
  await store.putOnce('anchors/days/2026-03-07.json', '{}', 'application/json')
  const lock = { mode: 'GOVERNANCE', days: 30 } as const
  const settings = { s3, anchors: { signingKey, lock, auditor: 'audit@example.com' } }
  expect(await findingsOf(anchors, subjectOf(settings, { nowMs }))).toMatchObject([
    { level: 'ok', what: 'The heads of the journal were last kept off-site at 2026-03-07T09:00 UTC' },
    { level: 'ok', what: expect.stringMatching(/signed by the key [0-9a-f]{16}; today's anchor is there$/) },
    { level: 'warning', what: "Today's anchor is not guarded by the store" },
    { level: 'warning', what: 'The auditor gets no anchors' },
  ])
})

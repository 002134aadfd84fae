/** Anchors in the simulated store, on a clock that is moved by hand. */

import { generateKeyPairSync } from 'node:crypto'
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type ReceivedMail, startMailSim } from '../../sim/mail/mail.ts'
import { startS3Sim } from '../../sim/s3/s3.ts'
import { encodeEvent } from '../../src/engine/journal.ts'
import { createMemoryStorage } from '../../src/engine/memory-storage.ts'
import type { Storage } from '../../src/engine/storage.ts'
import { headsIn } from '../../src/evidence/anchors.ts'
import { isSignedBy, signerOf } from '../../src/evidence/signing.ts'
import { SYSTEM } from '../../src/plan/actor.ts'
import { createAnchoring } from '../../src/program/anchoring.ts'
import type { Settings } from '../../src/program/settings.ts'
import { surroundings } from '../sim/surroundings.ts'

const PEM = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
const { publicKey } = signerOf(PEM)

async function append(storage: Storage, stream: string, atMs: number): Promise<void> {
  await storage.withStream(stream, async (tx) => {
    const { row, texts } = encodeEvent(stream, tx.head, { type: 'noted', atMs, by: SYSTEM }, () => '00')
    tx.append([row], texts)
  })
}

async function open(settings: Pick<Settings, 'anchors' | 'email'> = {}, objectLock = true) {
  const around = surroundings()
  const sim = await startS3Sim({ ...around, bucket: 'anchors', objectLock })
  const { accessKeyId, secretAccessKey, botEndpoint, endpoint, bucket } = sim
  const access = { region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } }
  const driver = new S3Client({ ...access, endpoint, forcePathStyle: true, maxAttempts: 1 })
  const storage = createMemoryStorage(() => {})
  const warned: string[] = []
  const said = (_: unknown, message: string) => void warned.push(message)
  const logger = { debug: said, info: said, warn: said, error: said }
  const s3 = { bucket, region: 'us-east-1', endpoint: botEndpoint, accessKeyId, secretAccessKey }
  const replica = () => {
    const anchoring = createAnchoring({ settings: { ...settings, s3 }, storage, clock: around.clock, logger })
    onTestFinished(() => anchoring.stop())
    return anchoring
  }
  onTestFinished(async () => {
    driver.destroy()
    await sim.close()
  })
  const at = (Key: string) => ({ Bucket: bucket, Key })
  const keys = async () =>
    ((await driver.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) => Key!)
  const textOf = async (key: string) => (await driver.send(new GetObjectCommand(at(key)))).Body!.transformToString()
  const advance = (minutes: number) => around.clock.moveTo(around.clock.now() + minutes * 60_000)
  return { ...around, storage, warned, replica, keys, textOf, advance, driver, at }
}

test('the heads go out each minute, and only when anything has changed', async () => {
  const { storage, replica, keys, textOf, clock, advance } = await open()
  const anchoring = replica()
  await anchoring.look()
  expect(await keys()).toEqual([])
  await append(storage, 'DR-20260307-0900', clock.now())
  advance(1)
  await anchoring.look()
  advance(1)
  await anchoring.look()
  await append(storage, 'DR-20260307-0900', clock.now())
  await append(storage, 'system', clock.now())
  advance(1)
  await anchoring.look()
  expect(await keys()).toEqual(['anchors/heads/2026-03-07T09:01.json', 'anchors/heads/2026-03-07T09:03.json'])
  const heads = headsIn(await textOf('anchors/heads/2026-03-07T09:03.json'))!
  expect(heads).toMatchObject({ at: '2026-03-07T09:03:00.000Z' })
  const listed = await storage.streams()
  expect(heads.heads).toEqual(listed.map(({ stream, head: { seq, hash } }) => ({ stream, seq, hash })))
})

test('it runs by itself each minute, and the lag says when it does not come through', async () => {
  const { storage, replica, keys, clock, advance, faults, warned } = await open()
  await append(storage, 'system', clock.now())
  const anchoring = replica()
  anchoring.start()
  await vi.waitFor(async () => expect(await keys()).toHaveLength(1), { interval: 5 })
  expect(anchoring.lagSeconds()).toBe(0)
  faults.set({ service: 's3', fault: 'error', status: 403 })
  await append(storage, 'system', clock.now())
  for (let minute = 0; minute < 6; minute++) {
    advance(1)
    await anchoring.look()
  }
  expect(anchoring.lagSeconds()).toBe(360)
  expect(warned.filter((message) => message.includes('could not be kept off-site'))).toHaveLength(1)
  faults.clear()
  advance(1)
  await anchoring.look()
  expect(anchoring.lagSeconds()).toBe(0)
  expect(await keys()).toHaveLength(2)
})

test('once a day they are signed, kept by the store, and mailed once, whatever the number of replicas', async () => {
  const mailbox = await mailSim()
  const email = { url: mailbox.url, from: 'Muster <dr@example.com>' }
  const anchors = { signingKey: PEM, auditor: 'audit@example.com', lock: { mode: 'COMPLIANCE', days: 400 } as const }
  const { storage, replica, keys, textOf, clock, advance, driver, at } = await open({ anchors, email })
  await append(storage, 'system', clock.now())
  const replicas = [replica(), replica()]
  for (let hour = 0; hour < 30; hour++) {
    await Promise.all(replicas.map((one) => one.look()))
    advance(60)
  }
  const days = (await keys()).filter((key) => key.startsWith('anchors/days/'))
  expect(days).toEqual(['anchors/days/2026-03-07.json', 'anchors/days/2026-03-08.json'])
  const { payload, key, signature } = JSON.parse(await textOf(days[0]!))
  expect(key).toBe(publicKey)
  expect(isSignedBy(payload, { key, signature })).toBe(true)
  const head = await driver.send(new HeadObjectCommand(at(days[0]!)))
  expect(head).toMatchObject({
    ObjectLockMode: 'COMPLIANCE',
    ObjectLockRetainUntilDate: new Date(Date.parse('2027-04-11T09:00:00Z')),
  })
  await expect(driver.send(new PutObjectCommand({ ...at(days[0]!), Body: 'forged' }))).rejects.toThrow(/object lock/)
  const mails = mailbox.mails()
  expect(mails.map(({ to, subject }) => [to, subject]).flat(2)).toEqual([
    ...['audit@example.com', 'Anchor of the journal of Muster, 2026-03-07'],
    ...['audit@example.com', 'Anchor of the journal of Muster, 2026-03-08'],
  ])
})

test('a bucket without object lock gets the anchor all the same, and it is said once', async () => {
  const anchors = { signingKey: PEM, lock: { mode: 'GOVERNANCE', days: 30 } as const }
  const { storage, replica, keys, clock, advance, warned } = await open({ anchors }, false)
  await append(storage, 'system', clock.now())
  const anchoring = replica()
  for (let day = 0; day < 3; day++) {
    await anchoring.look()
    advance(24 * 60)
  }
  expect((await keys()).filter((key) => key.startsWith('anchors/days/'))).toHaveLength(3)
  expect(warned.filter((message) => message.includes('no object lock'))).toHaveLength(1)
})

test('mail that fails is sent later', async () => {
  const mailbox = await mailSim()
  const email = { url: mailbox.url, from: 'dr@example.com' }
  const { storage, replica, clock, advance } = await open({
    anchors: { signingKey: PEM, auditor: 'a@example.com' },
    email,
  })
  await append(storage, 'system', clock.now())
  mailbox.faults.set({ service: 'email', fault: 'error' })
  const anchoring = replica()
  await anchoring.look()
  expect(mailbox.mails()).toEqual([])
  mailbox.faults.clear()
  advance(1)
  await anchoring.look()
  expect(mailbox.mails()).toHaveLength(1)
})

/** What came in, with an address for it. */
async function mailSim() {
  const around = surroundings()
  const received: ReceivedMail[] = []
  const credentials = { user: 'muster', pass: 'mail' }
  const onMail = (mail: ReceivedMail) => void received.push(mail)
  const sim = await startMailSim({ ...around, credentials, onMail })
  onTestFinished(() => sim.close())
  return { url: `smtp://${sim.smtp.host}:${sim.smtp.port}`, mails: () => received, faults: around.faults }
}

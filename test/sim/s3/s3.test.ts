import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type S3Sim, startS3Sim } from '../../../sim/s3/s3.ts'
import { surroundings } from '../surroundings.ts'

const around = surroundings()
let sim: S3Sim
const clients: S3Client[] = []
beforeEach(async () => {
  around.faults.clear()
  sim = await startS3Sim({ ...around, bucket: 'muster' })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await sim.close()
})

function clientFor(endpoint: string, accessKeyId = sim.accessKeyId) {
  const credentials = { accessKeyId, secretAccessKey: sim.secretAccessKey }
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 })
  clients.push(client)
  return client
}
const at = (Key: string) => ({ Bucket: sim.bucket, Key })
const textAt = async (client: S3Client, key: string) =>
  (await client.send(new GetObjectCommand(at(key)))).Body?.transformToString()

test('objects are put, read, listed, copied and deleted by the official SDK through both doors', async () => {
  const [bot, driver] = [clientFor(sim.botEndpoint), clientFor(sim.endpoint)]
  const body = 'Zeile ä\n'.repeat(1000)
  await bot.send(new PutObjectCommand({ ...at('reviews/1 a.md'), Body: body, ContentType: 'text/markdown' }))
  expect(await textAt(driver, 'reviews/1 a.md')).toBe(body)
  const head = await driver.send(new HeadObjectCommand(at('reviews/1 a.md')))
  expect(head).toMatchObject({ ContentLength: Buffer.byteLength(body), ContentType: 'text/markdown' })
  await bot.send(new CopyObjectCommand({ ...at('copy.md'), CopySource: `${sim.bucket}/reviews/1 a.md` }))
  const { Contents } = await bot.send(new ListObjectsV2Command({ Bucket: sim.bucket }))
  expect(Contents?.map((object) => object.Key)).toEqual(['copy.md', 'reviews/1 a.md'])
  await bot.send(new DeleteObjectCommand(at('copy.md')))
  await expect(textAt(bot, 'copy.md')).rejects.toMatchObject({ name: 'NoSuchKey' })
})

test('a streamed body is stored as the object that it is, without its framing', async () => {
  const driver = clientFor(sim.endpoint)
  const Body = Readable.from([Buffer.from('hello '), Buffer.from('world')])
  await driver.send(new PutObjectCommand({ ...at('stream'), Body, ContentLength: 11, Metadata: { plan: 'a' } }))
  expect(await textAt(driver, 'stream')).toBe('hello world')
  const head = await driver.send(new HeadObjectCommand(at('stream')))
  expect(head).toMatchObject({ ContentLength: 11, Metadata: { plan: 'a' } })
})

test('a strange access key is refused', async () => {
  const put = new PutObjectCommand({ ...at('x'), Body: 'x' })
  await expect(clientFor(sim.endpoint, 'AKIASTRANGE').send(put)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' })
})

test('faults meet the bot and never the driver', async () => {
  const [bot, driver] = [clientFor(sim.botEndpoint), clientFor(sim.endpoint)]
  const put = () => bot.send(new PutObjectCommand({ ...at('x'), Body: 'x' }))
  around.faults.set({ service: 's3', fault: 'rate-limit', count: 1 })
  await expect(put()).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 429 } })
  around.faults.set({ service: 's3', fault: 'error', status: 503, count: 1 })
  await expect(put()).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 503 } })
  around.faults.set({ service: 's3', fault: 'down' })
  await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' })
  await driver.send(new PutObjectCommand({ ...at('y'), Body: 'y' }))
  expect(await textAt(driver, 'y')).toBe('y')
})

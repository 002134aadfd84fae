/**
 * One bucket of S3, or of anything that speaks like it. Promises lists that are whole or an error, objects that are read in bounded memory, an end when a
 * store goes silent, and errors that are one sentence without a secret.
 */
import { createReadStream } from 'node:fs'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { readText } from '../read-text.ts'
import { type Lock, putOnce } from './put-once.ts'
import { ObjectStoreError, storeError } from './store-errors.ts'

export interface ObjectStoreOptions {
  bucket: string
  region: string
  /** Absent: Amazon's own. */
  endpoint?: string
  accessKeyId: string
  secretAccessKey: string
}

interface StoredObject {
  key: string
  size: number
  modifiedMs: number
  /** Without its quotes; the MD5 of most objects that were sent in one piece. */
  etag?: string
}

/** What a store says of one object besides. */
interface ObjectFacts extends StoredObject {
  encryption?: string
  lock?: { mode: string; untilMs: number }
  /** In hex. */
  sha256?: string
  version?: string
}

export type ObjectStore = ReturnType<typeof createObjectStore>

const CONNECT_TIMEOUT_MS = 10_000
/** A connection over which nothing comes for so long is cut, in the middle of an object as well. */
const SILENCE_MAX_MS = 60_000
/** The SDK's own; a body that streams is sent once. */
const ATTEMPTS_MAX = 2
/** More has to be sent in parts, which nothing here needs. */
const PUT_BYTES_MAX = 5 * 1024 ** 3

export function createObjectStore({ bucket, region, endpoint, accessKeyId, secretAccessKey }: ObjectStoreOptions) {
  const client = new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: ATTEMPTS_MAX,
    // Stores that speak like S3 often know no checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_MAX_MS },
  })
  const at = (key: string) => ({ Bucket: bucket, Key: key })
  const plainly = <T>(work: Promise<T>, key?: string): Promise<T> =>
    work.catch((error) => {
      throw storeError(error, bucket, key)
    })

  const get = async (key: string, signal?: AbortSignal) => {
    const { Body, ContentLength } = await plainly(client.send(new GetObjectCommand(at(key)), sending(signal)), key)
    return {
      ...(ContentLength !== undefined && { size: ContentLength }),
      body: bytesOf(Body as AsyncIterable<Uint8Array>, bucket, key, signal),
    }
  }

  return {
    list: (prefix: string, options: { max: number; signal?: AbortSignal }): Promise<StoredObject[]> =>
      plainly(listAll(client, bucket, prefix, options)),
    get,
    async getText(key: string, bytesMax: number, signal?: AbortSignal): Promise<string> {
      const { body } = await get(key, signal)
      return readText(body, bytesMax, () => new ObjectStoreError(`The object ${key} has more than ${bytesMax} bytes.`))
    },
    async put(
      key: string,
      body: string | Uint8Array | { file: string; size: number },
      contentType: string,
      { cacheControl, signal }: { cacheControl?: string; signal?: AbortSignal } = {},
    ): Promise<void> {
      const described = { ContentType: contentType, ...(cacheControl !== undefined && { CacheControl: cacheControl }) }
      const command = new PutObjectCommand({ ...at(key), ...contentOf(body, key), ...described })
      await plainly(client.send(command, sending(signal)), key)
    },
    putOnce: (key: string, text: string, contentType: string, options: { lock?: Lock; signal?: AbortSignal } = {}) =>
      plainly(putOnce(client, { ...at(key), Body: text, ContentType: contentType }, options), key),
    async head(key: string): Promise<ObjectFacts | undefined> {
      try {
        return factsOf(key, await client.send(new HeadObjectCommand({ ...at(key), ChecksumMode: 'ENABLED' })))
      } catch (error) {
        if (['NotFound', 'NoSuchKey'].includes((error as Error).name)) return undefined
        throw storeError(error, bucket, key)
      }
    },
    remove: (key: string): Promise<void> =>
      plainly(
        client.send(new DeleteObjectCommand(at(key))).then(() => {}),
        key,
      ),
    close: (): void => client.destroy(),
  }
}

/** A checksum of an object that came in parts is one of the parts' checksums, and says nothing of the whole. */
function factsOf(key: string, head: HeadObjectCommandOutput): ObjectFacts {
  const { ContentLength = 0, LastModified, ServerSideEncryption, VersionId } = head
  const { ObjectLockMode, ObjectLockRetainUntilDate, ChecksumSHA256, ChecksumType } = head
  const isWhole = ChecksumSHA256 !== undefined && ChecksumType !== 'COMPOSITE' && !ChecksumSHA256.includes('-')
  return {
    ...{ key, size: ContentLength, modifiedMs: LastModified?.getTime() ?? 0 },
    ...(ServerSideEncryption !== undefined && { encryption: ServerSideEncryption }),
    ...(ObjectLockMode !== undefined &&
      ObjectLockRetainUntilDate !== undefined && {
        lock: { mode: ObjectLockMode, untilMs: ObjectLockRetainUntilDate.getTime() },
      }),
    ...(isWhole && { sha256: Buffer.from(ChecksumSHA256, 'base64').toString('hex') }),
    ...(VersionId !== undefined && VersionId !== 'null' && { version: VersionId }),
  }
}

const sending = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {})

async function listAll(
  client: S3Client,
  bucket: string,
  prefix: string,
  { max, signal }: { max: number; signal?: AbortSignal },
): Promise<StoredObject[]> {
  const objects: StoredObject[] = []
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }, sending(signal))
  for await (const { Contents = [] } of pages) {
    for (const { Key = '', Size = 0, LastModified, ETag } of Contents) {
      const etag = ETag === undefined ? {} : { etag: ETag.replaceAll('"', '') }
      objects.push({ key: Key, size: Size, modifiedMs: LastModified?.getTime() ?? 0, ...etag })
    }
    if (objects.length > max) {
      throw new ObjectStoreError(`There are more than ${max} objects below "${prefix}" in the bucket ${bucket}.`)
    }
  }
  return objects
}

/** The SDK lets go of the signal when the answer begins. */
async function* bytesOf(
  body: AsyncIterable<Uint8Array>,
  bucket: string,
  key: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const stream = body as AsyncIterable<Uint8Array> & { destroy(error?: Error): void }
  const cut = () => stream.destroy(Object.assign(new Error('aborted'), { name: 'AbortError' }))
  if (signal?.aborted) cut()
  signal?.addEventListener('abort', cut, { once: true })
  try {
    yield* stream
  } catch (error) {
    throw storeError(error, bucket, key)
  } finally {
    signal?.removeEventListener('abort', cut)
    stream.destroy()
  }
}

function contentOf(body: string | Uint8Array | { file: string; size: number }, key: string) {
  if (typeof body === 'string' || body instanceof Uint8Array)
    return { Body: body, ContentLength: Buffer.byteLength(body) }
  if (body.size > PUT_BYTES_MAX) throw new ObjectStoreError(`${key} is larger than 5 GB, which is sent in one piece.`)
  return { Body: createReadStream(body.file), ContentLength: body.size }
}

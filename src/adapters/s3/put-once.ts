/**
 * Writes an object that is to stay as it is: only where there is none yet, and locked where that is asked for. Stores that know neither take it as they take any object;
 * whoever calls is told so.
 */
import { createHash } from 'node:crypto'
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3'

export interface Lock {
  mode: 'COMPLIANCE' | 'GOVERNANCE'
  /** Epoch milliseconds. */
  untilMs: number
}

/** `exists`: there was one already, and it stands. `locked`: the store guards the object. */
export type PutOnce = { written: boolean; exists: boolean; locked: boolean }

/** What a store says that does not know the header, or whose bucket has no object lock. */
const UNKNOWN = [
  'NotImplemented',
  'InvalidRequest',
  'InvalidArgument',
  'MalformedXML',
  'ObjectLockConfigurationNotFoundError',
]
/** Somebody else has written it, just now or before. */
const THERE_ALREADY = ['PreconditionFailed', 'ConditionalRequestConflict']

type Object = PutObjectCommandInput & { Body: string }

export async function putOnce(
  client: S3Client,
  object: Object,
  { lock, signal }: { lock?: Lock; signal?: AbortSignal },
): Promise<PutOnce> {
  const locking = lock && {
    ObjectLockMode: lock.mode,
    ObjectLockRetainUntilDate: new Date(lock.untilMs),
    // S3 wants it with a lock.
    ContentMD5: createHash('md5').update(object.Body, 'utf8').digest('base64'),
  }
  const put = async (more: Partial<PutObjectCommandInput>): Promise<PutOnce | undefined> => {
    try {
      await client.send(new PutObjectCommand({ ...object, ...more }), signal ? { abortSignal: signal } : {})
      return { written: true, exists: false, locked: more.ObjectLockMode !== undefined }
    } catch (error) {
      const { name } = error as Error
      if (THERE_ALREADY.includes(name)) return { written: false, exists: true, locked: false }
      if (UNKNOWN.includes(name)) return undefined
      throw error
    }
  }
  const once = { IfNoneMatch: '*' }
  const ended = (await put({ ...once, ...locking })) ?? (locking && (await put(once)))
  if (ended) return ended
  await client.send(new PutObjectCommand(object), signal ? { abortSignal: signal } : {})
  return { written: true, exists: false, locked: false }
}

/** What an object store's refusal means, in one sentence. Promises no key id and no address in it. */
import { unreachable } from '../outcomes.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; what S3-compatible stores say beside it is treated by its status. */
const BY_NAME: Record<string, (bucket: string, key: string | undefined) => string> = {
  NoSuchKey: (bucket, key) => `There is no object ${key ?? ''} in the bucket ${bucket}.`,
  NotFound: (bucket, key) => `There is no object ${key ?? ''} in the bucket ${bucket}.`,
  NoSuchBucket: (bucket) => `There is no bucket ${bucket}.`,
  AccessDenied: (bucket) => `Our key may not do this in the bucket ${bucket}.`,
  Forbidden: (bucket) => `Our key may not do this in the bucket ${bucket}.`,
  InvalidAccessKeyId: (bucket) => `The store of the bucket ${bucket} does not know our key.`,
  SignatureDoesNotMatch: (bucket) => `The store of the bucket ${bucket} does not accept our secret key.`,
  RequestTimeTooSkewed: (bucket) => `The clock here and that of the store of the bucket ${bucket} are too far apart.`,
  PermanentRedirect: (bucket) => `The bucket ${bucket} is in another region.`,
  AuthorizationHeaderMalformed: (bucket) => `The bucket ${bucket} is in another region.`,
  SlowDown: (bucket) => `The store of the bucket ${bucket} takes no more requests for now.`,
}

/** One sentence; the error that it was is its cause. */
export class ObjectStoreError extends Error {}

export function storeError(error: unknown, bucket: string, key?: string): ObjectStoreError {
  if (error instanceof ObjectStoreError) return error
  return new ObjectStoreError(sentence(error, bucket, key), { cause: error })
}

function sentence(error: unknown, bucket: string, key: string | undefined): string {
  const { name, code, $metadata } = error as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } }
  const known = BY_NAME[name ?? '']
  if (known) return known(bucket, key)
  const status = $metadata?.httpStatusCode
  if (status !== undefined) return `The store of the bucket ${bucket} refused the request (${name}, ${status}).`
  if (name === 'AbortError') return `The request to the store of the bucket ${bucket} was ended.`
  // The SDK calls a connection that was cut by the same name, and leaves its code.
  if (name === 'TimeoutError' && code === undefined) return `The store of the bucket ${bucket} did not answer in time.`
  return unreachable(`The store of the bucket ${bucket}`, error).reason
}

/** What actions want of an object store. `src/adapters/s3` has the same shape and knows nothing of this file; tests and `main.ts` put the two together. */

/** All that opens a store: a bucket, or a folder of this machine. */
export type StoreAccess = BucketAccess | { folder: string }

interface BucketAccess {
  bucket: string
  region: string
  /** Absent: Amazon's own. */
  endpoint?: string
  accessKeyId: string
  secretAccessKey: string
}

export interface StoredObject {
  key: string
  size: number
  modifiedMs: number
}

/** What a store knows of one object besides. */
interface ObjectFacts extends StoredObject {
  /** How the store itself encrypts it: `AES256`, `aws:kms`; absent: it does not, or does not say. */
  encryption?: string
  /** It can neither be changed nor deleted before then. */
  lock?: { mode: string; untilMs: number }
  /** In hex, when the store keeps it. */
  sha256?: string
  version?: string
}

/** Everything rejects with an error whose message is one sentence for people. */
export interface ObjectStore {
  /** In the order of the keys. More than `max` is an error, because what is left out could be the newest. */
  list(prefix: string, options: { max: number; signal?: AbortSignal }): Promise<StoredObject[]>
  /** The bytes come as they are read; the signal ends them, too. Without a size the store does not say it. */
  get(key: string, signal?: AbortSignal): Promise<{ size?: number; body: AsyncIterable<Uint8Array> }>
  /** A small object as UTF-8; an error when it has more bytes. */
  getText(key: string, bytesMax: number, signal?: AbortSignal): Promise<string>
  put(key: string, body: string | Uint8Array | { file: string; size: number }, contentType: string): Promise<void>
  /** Undefined: there is no such object. */
  head(key: string): Promise<ObjectFacts | undefined>
  remove(key: string): Promise<void>
  close(): void
}

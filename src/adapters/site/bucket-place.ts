/**
 * A site in a bucket of S3. Whether a file is unchanged the bucket's list tells by the MD5 in its ETags; where that is no MD5, because the store
 * encrypts by a key of its own, files are written anew each time.
 */
import { createHash } from 'node:crypto'
import { createObjectStore, type ObjectStoreOptions } from '../s3/object-store.ts'
import type { SitePlace } from './site-files.ts'

export interface BucketPlaceOptions extends ObjectStoreOptions {
  /** Put before every path; empty, or with a slash at the end. */
  prefix: string
}

/** More is no status page. */
const OBJECTS_MAX = 20_000
const FILE_BYTES_MAX = 16 * 1024 ** 2
/** Browsers and proxies may keep a file, and ask before they show it. */
const CACHE_CONTROL = 'no-cache'

export function createBucketPlace({ prefix, ...options }: BucketPlaceOptions): SitePlace {
  const store = createObjectStore(options)
  return {
    name: `the bucket ${options.bucket}`,
    async read(path) {
      const found = await store.head(prefix + path)
      return found && Buffer.from(await store.getText(found.key, FILE_BYTES_MAX))
    },
    write: (path, { body, contentType }) =>
      store.put(prefix + path, body, contentType, { cacheControl: CACHE_CONTROL }),
    remove: (path) => store.remove(prefix + path),
    async unchanged(files) {
      const listed = await store.list(prefix, { max: OBJECTS_MAX })
      const tags = new Map(listed.map(({ key, etag }) => [key.slice(prefix.length), etag]))
      const same = [...files].filter(
        ([path, { body }]) => tags.get(path) === createHash('md5').update(body).digest('hex'),
      )
      return new Set(same.map(([path]) => path))
    },
    close: store.close,
  }
}

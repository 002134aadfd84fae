/** What evidence wants of the bucket. `src/adapters/s3` has this shape and knows nothing of it. Everything rejects with one sentence for people. */
export interface Shelf {
  /** In the order of the keys; more than `max` is an error. */
  list(prefix: string, options: { max: number }): Promise<{ key: string; size: number }[]>
  get(key: string): Promise<{ body: AsyncIterable<Uint8Array> }>
}

/** Larger objects are no reports and no anchors. */
const BYTES_MAX = 128 * 1024 ** 2

/** An object as a whole. @throws Error with one sentence when it is larger than anything that belongs into an archive. */
export async function read(shelf: Shelf, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (await shelf.get(key)).body) {
    size += chunk.length
    if (size > BYTES_MAX) throw new Error(`The object ${key} is larger than 128 MB: it is left where it is.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

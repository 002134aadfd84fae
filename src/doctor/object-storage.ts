/** Where the whole output of steps is kept, and whether the bucket for it opens. Nothing is written there. */
import { createObjectStore } from '../adapters/s3/object-store.ts'
import { type Check, ok, skipped, warning } from './finding.ts'

const NAMES =
  'MUSTER_S3_BUCKET, MUSTER_S3_ACCESS_KEY_ID, MUSTER_S3_SECRET_ACCESS_KEY, and MUSTER_S3_REGION or MUSTER_S3_ENDPOINT'

export const objectStorage: Check = {
  name: 'object-storage',
  group: 'S3',
  async run({ settings: { s3, dataDir }, nonce }, signal) {
    if (!s3) return [isOff(dataDir)]
    const store = createObjectStore(s3)
    try {
      // A beginning that no object has: whether the store lets us in is all that is asked.
      await store.list(`muster-doctor-${nonce()}`, { max: 1, signal })
      return [ok(`The output of steps is kept in the bucket ${s3.bucket}`)]
    } catch (cause) {
      signal.throwIfAborted()
      const why = `${(cause as Error).message} Output that cannot be kept there stays in ${dataDir}.`
      const remedy = `Correct ${NAMES}; a key that may only write is right as it is.`
      return [warning(`The bucket ${s3.bucket} does not let itself be listed`, why, remedy)]
    } finally {
      store.close()
    }
  },
}

const isOff = (dataDir: string) =>
  skipped(
    'The output of steps stays in the data directory',
    `Only the replica that ran a step can show all of its output, and it is lost with the disk of ${dataDir}.`,
    `Set ${NAMES}.`,
  )

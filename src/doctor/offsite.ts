/** Whether the journal is copied off-site, and how far that is behind. Nothing is written. */
import { within } from '../adapters/within.ts'
import { createCopyProgress } from '../engine/copy-progress.ts'
import { silentLogger } from '../engine/logger.ts'
import { createPool } from '../engine/postgres-storage.ts'
import { bucketNameOf, LAG_SECONDS_MAX } from '../evidence/copy/format.ts'
import { type Check, error, ok, skipped, warning } from './finding.ts'

/** PostgreSQL's codes for a table and for a schema that do not exist. */
const NOT_MIGRATED = ['42P01', '3F000']

export const offsite: Check = {
  name: 'offsite',
  group: 'Evidence',
  async run({ settings: { s3, databaseUrl } }, signal) {
    if (s3 === undefined) return [isOff]
    if (databaseUrl === undefined) return [isEmbedded]
    const pool = createPool(databaseUrl, 1, silentLogger)
    try {
      const seconds = await within(signal, createCopyProgress(pool).lagSeconds(bucketNameOf(s3)))
      if (seconds === undefined) return [notBegun]
      if (seconds <= LAG_SECONDS_MAX) return [ok(`The journal is copied off-site, ${Math.ceil(seconds)} s behind`)]
      const minutes = Math.floor(seconds / 60)
      return [error(`The copy of the journal off-site is ${minutes} minutes behind`, why, remedy)]
    } catch (cause) {
      signal.throwIfAborted()
      const isNew = NOT_MIGRATED.includes(String((cause as { code?: unknown }).code))
      return [
        isNew
          ? notBegun
          : skipped('How far the journal is copied cannot be asked', 'The database does not answer.', 'See above.'),
      ]
    } finally {
      void pool.end()
    }
  },
}

const why = 'What is younger would be lost with the database.'
const remedy =
  'See whether `muster serve` runs and may put, list and remove below journal/ in the bucket; its log names the error.'
const isOff = skipped(
  'The journal is copied nowhere',
  'With its database it would be lost for good.',
  'Set MUSTER_S3_BUCKET, in another region than the database.',
)
const isEmbedded = skipped(
  'How far the journal is copied is not looked at',
  'The embedded database runs with Muster only.',
  'Look at muster_offsite_lag_seconds in /metrics.',
)
const notBegun = warning(
  'The journal has not been copied off-site yet',
  'No Muster has run on this database with this bucket.',
  'Start `muster serve`; it begins by itself.',
)

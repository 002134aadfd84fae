/** Where backups lie, when they are made, for how long they are kept and how they are tried, as a plan writes it. Part of the schema of a plan. */
import { z } from 'zod'
import { variableName } from './action-schema.ts'
import { id, text } from './identifier.ts'
import { delayField, scheduleField } from './time-field.ts'

/** A bucket of S3 or of something that speaks like it (Google's in its interoperable mode). */
export const storeSchema = z.strictObject({
  bucket: text,
  region: text.default('us-east-1'),
  /** Absent: Amazon's own. */
  endpoint: z.union([z.url(), z.strictObject({ env: variableName })]).optional(),
  accessKeyIdEnv: variableName.default('AWS_ACCESS_KEY_ID'),
  secretAccessKeyEnv: variableName.default('AWS_SECRET_ACCESS_KEY'),
  /** Whose it is, such as google; absent: amazon, or the host of the endpoint. */
  provider: text.optional(),
})

export type Store = z.output<typeof storeSchema>

/** A place that no program of ours can read: storage on the local network, a provider's own copies. */
export const placeSchema = z.strictObject({
  label: text,
  region: text.optional(),
  provider: text.optional(),
})

/** What a backup holds: all of it, what has changed since, a log that is replayed, or what is none of these. */
export const BACKUP_KINDS = ['full', 'incremental', 'log', 'snapshot', 'configuration', 'code', 'other'] as const

const retention = z.strictObject({
  /** Which ones: the first of each day, week or month; all: each. */
  of: z.enum(['all', 'daily', 'weekly', 'monthly']).default('all'),
  for: delayField,
})

/** How a backup is tried. `checksum` and `listing` read it, `restore` restores it elsewhere, `data` looks at what was restored, `performance` measures it. */
export const VERIFICATIONS = ['checksum', 'listing', 'restore', 'data', 'performance'] as const

const verification = z.strictObject({
  how: z.enum(VERIFICATIONS),
  schedule: scheduleField,
  /** Script or person that does it, in words. */
  by: text.optional(),
})

export const backupSetSchema = z.strictObject({
  label: text,
  /** A store of the plan. */
  store: id,
  /** What the keys begin with. */
  prefix: z.string().default(''),
  /** What a key must match to be a backup of this set, not counting its side files; a group named `time` (such as 20261205T0200Z) tells when it was made, else the object's own date does. */
  pattern: text.default('.'),
  /** Side file of a backup with its SHA-256 in hex: key plus this ending. */
  checksumSuffix: text.default('.sha256'),
  /** Side file that says that a restore of it has been tried and worked: key plus this ending. */
  verifiedSuffix: text.default('.verified'),
  /** Components that are restored from it. */
  components: z.array(id).default([]),
  kind: z.enum(BACKUP_KINDS).default('full'),
  /** The set of which this one holds the copies, at another place: schedule, retention and verification are written there. */
  copyOf: id.optional(),
  /** Places of the plan that have it as well. */
  alsoIn: z.array(id).default([]),
  /** When it is made: a cron line, an interval, a time of day, "continuous", or events such as "on change"; several add up. Absent: nobody has said. */
  schedule: z.union([scheduleField.transform((one) => [one]), z.array(scheduleField).min(1)]).optional(),
  /** IANA zone of its times of day; default: the plan's. */
  zone: text.optional(),
  /** How long one run takes, ms: what is written meanwhile is not in it. */
  takes: delayField.optional(),
  /** For how long it is kept. Absent: nobody has said. */
  keep: z
    .union([delayField.transform((ms) => [{ of: 'all' as const, for: ms }]), z.array(retention).min(1)])
    .optional(),
  /** How it is encrypted, such as AES-256 or gpg. Absent: nobody has said. */
  encryption: text.optional(),
  verification: z.array(verification).default([]),
})
export type BackupSet = z.output<typeof backupSetSchema>

/** Where backups lie, when they are made, for how long they are kept and how they are tried, as a plan writes it. Part of the schema of a plan. */
import { z } from 'zod'
import { idOf, text, zone } from './identifier.ts'
import { variableName } from './reference-schema.ts'
import { delayField, scheduleField } from './time-field.ts'

/** A bucket of S3 or of something that speaks like it (Google's in its interoperable mode). */
export const storeSchema = z.strictObject({
  bucket: text.meta({ description: 'Name of the bucket.', examples: ['shop-backups'] }),
  region: text.default('us-east-1').meta({ description: 'Region of the bucket.', examples: ['eu-central-1'] }),
  endpoint: z
    .union([
      z.url().meta({ title: 'address' }),
      z.strictObject({
        env: variableName.meta({
          description: 'Environment variable that holds the address.',
          examples: ['BACKUP_ENDPOINT'],
        }),
      }),
    ])
    .optional()
    .meta({
      description: "Address of a service that speaks like S3. Left out: Amazon's own.",
      examples: ['https://storage.googleapis.com', { env: 'BACKUP_ENDPOINT' }],
    }),
  accessKeyIdEnv: variableName.default('AWS_ACCESS_KEY_ID').meta({
    description: 'Environment variable that holds the access key.',
    examples: ['BACKUP_KEY_ID'],
  }),
  secretAccessKeyEnv: variableName.default('AWS_SECRET_ACCESS_KEY').meta({
    description: 'Environment variable that holds the secret key.',
    examples: ['BACKUP_SECRET_KEY'],
  }),
  provider: text.optional().meta({
    description:
      'Whose it is; copies count as apart only at another provider or region. Left out: amazon, or the host of `endpoint`.',
    examples: ['google'],
  }),
})

export type Store = z.output<typeof storeSchema>

/** A place that no program of ours can read: storage on the local network, a provider's own copies. */
export const placeSchema = z.strictObject({
  label: text.meta({ description: 'What it is.', examples: ['Disk in the office'] }),
  region: text.optional().meta({ description: 'Where it stands.', examples: ['Berlin'] }),
  provider: text.optional().meta({ description: 'Whose it is.', examples: ['ourselves'] }),
})

/** What a backup holds: all of it, what has changed since, a log that is replayed, or what is none of these. */
export const BACKUP_KINDS = ['full', 'incremental', 'log', 'snapshot', 'configuration', 'code', 'other'] as const

const retention = z.strictObject({
  of: z
    .enum(['all', 'daily', 'weekly', 'monthly'])
    .default('all')
    .meta({ description: 'Which ones: the first of each day, week or month; `all`: each.', examples: ['weekly'] }),
  for: delayField.meta({ description: 'For how long.', examples: ['90 days'] }),
})

/** How a backup is tried. `checksum` and `listing` read it, `restore` restores it elsewhere, `data` looks at what was restored, `performance` measures it. */
export const VERIFICATIONS = ['checksum', 'listing', 'restore', 'data', 'performance'] as const

const verification = z.strictObject({
  how: z.enum(VERIFICATIONS).meta({
    description:
      '`checksum` and `listing` read it, `restore` restores it elsewhere, `data` looks at what was restored, `performance` measures it.',
    examples: ['restore'],
  }),
  schedule: scheduleField.meta({ description: 'When it is done.', examples: ['weekly'] }),
  by: text.optional().meta({ description: 'Script or person that does it, in words.', examples: ['verify.sh'] }),
})

export const backupSetSchema = z.strictObject({
  label: text.meta({ description: 'As people read it.', examples: ['Orders'] }),
  store: idOf('a store')
    .optional()
    .meta({
      description: 'Where it lies. Left out: Muster cannot read it, and `alsoIn` says where it lies.',
      examples: ['main'],
    }),
  prefix: z
    .string()
    .default('')
    .meta({ title: 'text', description: 'What the keys in the bucket begin with.', examples: ['orders/'] }),
  pattern: text.default('.').meta({
    title: 'pattern',
    description:
      'What a key must match to be a backup of this set. A group named `time` (such as 20261205T0200Z) tells when it was made, else the date of the object does.',
    examples: ['dump-(?<time>\\d{8}T\\d{4}Z)\\.gz$'],
  }),
  checksumSuffix: text.default('.sha256').meta({
    description: 'Ending of the side file with its SHA-256 in hex.',
    examples: ['.sha256sum'],
  }),
  verifiedSuffix: text.default('.verified').meta({
    description: 'Ending of the side file that says that a restore of it was tried and worked.',
    examples: ['.restored'],
  }),
  components: z
    .array(idOf('a component'))
    .default([])
    .meta({ description: 'What is restored from it.', examples: [['database']] }),
  kind: z
    .enum(BACKUP_KINDS)
    .default('full')
    .meta({
      description: 'What it holds: everything, what has changed since, a log that is replayed, …',
      examples: ['incremental'],
    }),
  owner: idOf('a role')
    .optional()
    .meta({ description: 'Who answers for it.', examples: ['on-call'] }),
  copyOf: idOf('a backup set')
    .optional()
    .meta({
      description:
        'The set of which this one holds the copies, at another place; schedule, retention and verification are written there.',
      examples: ['orders'],
    }),
  alsoIn: z
    .array(idOf('a place'))
    .default([])
    .meta({ description: 'Where else it lies.', examples: [['office']] }),
  schedule: z
    .union([scheduleField.transform((one) => [one]), z.array(scheduleField).min(1)])
    .optional()
    .meta({
      description:
        'When it is made; several add up. `muster check` compares the widest gap with the RPO. Left out: nobody has said.',
      examples: ['every 6 hours', ['Daily at 02:00 UTC', 'on change']],
    }),
  zone: zone.optional().meta({
    description: "IANA zone of its times of day. Left out: the plan's.",
    examples: ['Europe/Berlin'],
  }),
  takes: delayField.optional().meta({
    description: 'How long one run takes: what is written meanwhile is not in it.',
    examples: ['20 min'],
  }),
  keep: z
    .union([delayField.transform((ms) => [{ of: 'all' as const, for: ms }]), z.array(retention).min(1)])
    .optional()
    .meta({
      description: 'For how long it is kept. Left out: nobody has said.',
      examples: [
        '30 days',
        [
          { of: 'daily', for: '30 days' },
          { of: 'monthly', for: '1 year' },
        ],
      ],
    }),
  encryption: text.optional().meta({
    description: 'How it is encrypted. Left out: nobody has said.',
    examples: ['AES-256'],
  }),
  verification: z
    .array(verification)
    .default([])
    .meta({
      description: 'How and when it is tried.',
      examples: [[{ how: 'restore', schedule: 'weekly', by: 'verify.sh' }]],
    }),
})
export type BackupSet = z.output<typeof backupSetSchema>

/** Where backups lie, when they are made, for how long they are kept and how they are tried, as a plan writes it. Part of the schema of a plan. */
import { z } from 'zod'
import { idOf, text, zone } from './identifier.ts'
import type { Rule } from './problem.ts'
import { variableName } from './reference-schema.ts'
import { delayField, scheduleField } from './time-field.ts'

const HOUR_MS = 3_600_000

const storeFields = {
  bucket: text
    .optional()
    .meta({ description: 'Name of the bucket; either this or `path`.', examples: ['shop-backups'] }),
  path: text
    .regex(/^\//, 'write an absolute path, such as /srv/backups')
    .optional()
    .meta({
      title: 'path',
      description: 'A folder on the machine where Muster runs, such as a mounted disk; either this or `bucket`.',
      examples: ['/srv/backups'],
    }),
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
}

const ONE_PLACE = {
  message: 'a store has exactly one of "bucket" and "path": write one of them',
  params: { rule: 'bad-value' satisfies Rule },
}

/** A bucket of S3 or of something that speaks like it (Google's in its interoperable mode), or a folder. */
export const storeSchema = z
  .strictObject(storeFields)
  .refine(({ bucket, path }) => (bucket === undefined) !== (path === undefined), ONE_PLACE)

export type Store = z.output<typeof storeSchema>

/** As people know it: the bucket's name, or the folder. */
export const storeName = ({ bucket, path }: Pick<Store, 'bucket' | 'path'>): string => bucket ?? path ?? ''

/** A place that no program of ours can read: storage on the local network, a provider's own copies. */
export const placeSchema = z.strictObject({
  label: text.meta({ description: 'What it is.', examples: ['Disk in the office'] }),
  region: text.optional().meta({ description: 'Where it stands.', examples: ['Berlin'] }),
  provider: text.optional().meta({ description: 'Whose it is.', examples: ['ourselves'] }),
})

/** What a backup holds: all of it, what has changed since, a log that is replayed, or what is none of these. */
const BACKUP_KINDS = ['full', 'incremental', 'log', 'snapshot', 'configuration', 'code', 'other'] as const

const retention = z.strictObject({
  of: z
    .enum(['all', 'daily', 'weekly', 'monthly'])
    .default('all')
    .meta({ description: 'Which ones: the first of each day, week or month; `all`: each.', examples: ['weekly'] }),
  for: delayField.meta({ description: 'For how long.', examples: ['90 days'] }),
})

/** How a backup is tried. `checksum` and `listing` read it, `restore` restores it elsewhere, `data` looks at what was restored, `performance` measures it. */
export const VERIFICATIONS = ['checksum', 'listing', 'restore', 'data', 'performance'] as const

/** A database that Muster makes for a test restore and drops at its end. */
const scratch = z.strictObject({
  on: idOf('a connection').meta({
    description:
      'The server where Muster makes it: PostgreSQL, as somebody who may create databases. No step of a recovery may use this connection, nor work on its server.',
    examples: ['scratch'],
  }),
  sameServer: z
    .literal(true)
    .optional()
    .meta({
      description:
        'The server is one on which recoveries work, because there is no other: the test takes of its memory, its disk and its time.',
      examples: [true],
    }),
  as: z
    .array(variableName)
    .min(1)
    .meta({
      description:
        'Variables that hold the address of the scratch database for as long as the test goes on, whatever they hold otherwise.',
      examples: [['SHOP_DATABASE_URL']],
    }),
})

const trial = z.strictObject({
  sequence: idOf('a sequence').meta({
    description:
      'Steps that do it, one after the other, without asking anybody. Their `backup` takes the very one that is tried.',
    examples: ['try-restore'],
  }),
  scratch: scratch.optional().meta({
    description: 'A database of its own, made before and dropped afterwards, whatever happens. Left out: none.',
    examples: [{ on: 'scratch', as: ['SHOP_DATABASE_URL'] }],
  }),
  with: z
    .record(idOf('a value'), z.union([text, z.number()]))
    .default({})
    .meta({ description: 'Values of the plan, as these steps are to see them.', examples: [{ workers: 1 }] }),
  afterwards: idOf('a sequence')
    .optional()
    .meta({
      description: 'Steps that put everything away again, also after a failure.',
      examples: ['try-restore-away'],
    }),
  shared: z
    .array(text)
    .default([])
    .meta({
      description:
        'Variables and secret files that programs of recoveries are handed, too, and that these steps may have all the same, because nothing of production can be changed by them: the key that opens the backups.',
      examples: [['BACKUP_KEY']],
    }),
  limit: delayField.default(HOUR_MS).meta({ description: 'It is ended after so long.', examples: ['3 hours'] }),
})
export type Trial = z.output<typeof trial>

const verification = z.strictObject({
  how: z.enum(VERIFICATIONS).meta({
    description:
      '`checksum` and `listing` read it, `restore` restores it elsewhere, `data` looks at what was restored, `performance` measures it.',
    examples: ['restore'],
  }),
  schedule: scheduleField.meta({ description: 'When it is done.', examples: ['weekly'] }),
  by: text.optional().meta({
    description:
      'Script or person that does it, in words. Left out: Muster does `checksum` and `listing` itself, where it can read the store.',
    examples: ['verify.sh'],
  }),
  trial: trial.optional().meta({
    description: 'How Muster does it: by steps of the plan.',
    examples: [{ sequence: 'try-restore', scratch: { on: 'scratch', as: ['SHOP_DATABASE_URL'] } }],
  }),
})
export type Verification = z.output<typeof verification>
export type How = Verification['how']

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
  make: idOf('a sequence')
    .optional()
    .meta({
      description:
        'Steps that make one now (`/dr backup now`), one after the other, without asking anybody. Left out: only its own schedule does.',
      examples: ['save-orders'],
    }),
  locked: z
    .literal(true)
    .optional()
    .meta({
      description:
        'Nobody can change or delete one before its time (object lock); Muster looks whether it is so. Left out: it does not look.',
      examples: [true],
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

/**
 * What a recovery step can do, as a plan writes it. A value or a file reaches an action only as a whole argument, variable or parameter, never pasted into
 * a string: no quoting can go wrong that does not exist. Secrets stand here by reference alone.
 */
import { z } from 'zod'
import { id, idOf, text } from './identifier.ts'
import {
  argument,
  capture,
  handed,
  secretReference,
  valueReference,
  variableName,
  written,
} from './reference-schema.ts'
import { delayField } from './time-field.ts'

const MINUTE_MS = 60_000
/** As much output as is kept of one action, bytes; what comes after it is counted and dropped. */
const OUTPUT_BYTES_MAX = 10 * 1024 * 1024

export const commandSchema = z.strictObject({
  command: z.union([z.array(argument).min(1), text]).meta({
    description:
      'Program and arguments, run without a shell; an argument can be a value or a file. With `shell: true` one text for `bash -o pipefail -c`, which values reach as variables only.',
    examples: [['./restore.sh', '--host', { value: 'host' }]],
  }),
  shell: z
    .literal(true)
    .optional()
    .meta({
      description: '`command` is a text for a shell.',
      examples: [true],
    }),
  in: text.optional().meta({ description: 'Working directory.', examples: ['/srv/shop'] }),
  env: z
    .record(variableName, handed)
    .default({})
    .meta({
      description: 'Environment variables that the program gets: a text, a value, a file or a secret.',
      examples: [
        { TOKEN: { secret: 'SHOP_TOKEN' }, KEY: { secretFile: '/run/secrets/shop-key' }, HOST: { value: 'host' } },
      ],
    }),
  passEnv: z
    .array(variableName)
    .default([])
    .meta({
      description: "Variables of Muster's own environment that the program gets besides PATH, HOME, LANG and TZ.",
      examples: [['KUBECONFIG']],
    }),
  timeout: delayField.default(10 * MINUTE_MS).meta({
    description:
      'After so long it is told to end (TERM), ten seconds later it is ended (KILL), with all that it started.',
    examples: ['30 min'],
  }),
  outputMax: z
    .int()
    .min(1_000)
    .max(1_073_741_824)
    .default(OUTPUT_BYTES_MAX)
    .meta({
      title: 'bytes',
      description: 'As much output as is kept; what comes after it is counted and dropped.',
      examples: [1_000_000],
    }),
  exitCodes: z
    .array(z.int().min(0).max(255))
    .min(1)
    .default([0])
    .meta({ description: 'Exit codes that are no failure.', examples: [[0, 1]] }),
  on: idOf('a runner')
    .optional()
    .meta({ description: 'Where it runs, over ssh. Left out: where Muster runs.', examples: ['database'] }),
  capture: capture.default({}).meta({
    description: 'Values of the plan that are set from its output.',
    examples: [{ host: 'all' }, { host: { match: 'primary=(\\S+)' } }, { host: { json: 'nodes[0].name' } }],
  }),
})

const scalar = z.union([written, z.number(), z.boolean(), z.null()]).meta({ title: 'single value' })

export const httpSchema = z.strictObject({
  http: z
    .union([
      text,
      z.strictObject({
        env: variableName.meta({
          description: 'Environment variable that holds the address up to the path.',
          examples: ['SHOP_URL'],
        }),
        path: z
          .string()
          .default('')
          .meta({ title: 'text', description: 'What follows it.', examples: ['/health'] }),
      }),
    ])
    .meta({
      description: 'Address; `{name}` in it is a value of the plan, percent-encoded.',
      examples: ['https://{host}.shop.example/health', { env: 'SHOP_URL', path: '/health' }],
    }),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
    .default('GET')
    .meta({ description: 'Method of the request.', examples: ['POST'] }),
  headers: z
    .record(text, z.union([written, valueReference, secretReference]))
    .default({})
    .meta({ description: 'Headers, by name.', examples: [{ Authorization: { secret: 'SHOP_TOKEN' } }] }),
  json: z
    .unknown()
    .optional()
    .meta({
      title: 'anything',
      description: 'Sent as JSON; `{ value: name }` anywhere in it stands for that value.',
      examples: [{ mode: 'read-only', host: { value: 'host' } }],
    }),
  body: z
    .string()
    .optional()
    .meta({ title: 'text', description: 'Sent as it is.', examples: ['mode=read-only'] }),
  timeout: delayField.default(10_000).meta({ description: 'For the whole exchange.', examples: ['5 s'] }),
  expect: z
    .strictObject({
      status: z
        .union([z.int(), z.array(z.int()).min(1)])
        .optional()
        .meta({ description: 'Status, or one of several. Left out: any of 200 to 299.', examples: [204, [200, 204]] }),
      json: z
        .array(
          z.strictObject({
            at: text.meta({ description: 'Place in the answer.', examples: ['items[0].state'] }),
            equals: scalar.optional().meta({ description: 'Is this.', examples: ['ready'] }),
            matches: text.optional().meta({ title: 'pattern', description: 'Matches this.', examples: ['^ready'] }),
            min: z
              .number()
              .optional()
              .meta({ description: 'Is a number, and at least this.', examples: [5] }),
            max: z
              .number()
              .optional()
              .meta({ description: 'Is a number, and at most this.', examples: [10] }),
          }),
        )
        .default([])
        .meta({
          description: 'What must stand at places of a JSON answer.',
          examples: [[{ at: 'status', equals: 'ok' }]],
        }),
      body: text.optional().meta({ title: 'pattern', description: 'Must be in the answer.', examples: ['all good'] }),
      within: delayField.optional().meta({
        description: 'The answer must be there within so long.',
        examples: ['500 ms'],
      }),
    })
    .prefault({})
    .meta({ description: 'What the answer must be; else it has failed.', examples: [{ status: 200 }] }),
  capture: capture.default({}).meta({
    description: 'Values of the plan that are set from the answer.',
    examples: [{ host: { json: 'primary.host' } }],
  }),
})

const bound = z.strictObject({
  min: z
    .number()
    .optional()
    .meta({ description: 'At least.', examples: [1] }),
  max: z
    .number()
    .optional()
    .meta({ description: 'At most.', examples: [100] }),
})

export const sqlSchema = z.strictObject({
  sql: text.meta({ description: 'One statement.', examples: ['SELECT count(*) FROM orders'] }),
  on: idOf('a connection').meta({ description: 'The database that is asked.', examples: ['shop'] }),
  params: z
    .array(z.union([scalar, valueReference]))
    .default([])
    .meta({ description: 'For `$1`, `$2` …', examples: [[{ value: 'host' }, 10]] }),
  write: z
    .boolean()
    .default(false)
    .meta({
      description: '`false`: in a read-only transaction, which the database itself enforces.',
      examples: [true],
    }),
  transaction: z
    .boolean()
    .default(true)
    .meta({
      description: '`false`: for statements that refuse to run in a transaction, such as CREATE DATABASE.',
      examples: [false],
    }),
  timeout: delayField.default(30_000).meta({ description: 'Cancelled after so long.', examples: ['5 min'] }),
  expect: z
    .strictObject({
      rows: z
        .union([z.int().min(0), bound])
        .optional()
        .meta({ description: 'How many rows come back.', examples: [1, { min: 1 }] }),
      value: z
        .union([scalar, valueReference, bound])
        .optional()
        .meta({
          description:
            'First column of the first row: equal to this, or to a value of the plan, or a number within bounds.',
          examples: ['ok', { min: 1000 }],
        }),
    })
    .prefault({})
    .meta({ description: 'What the answer must be; else it has failed.', examples: [{ value: { min: 1000 } }] }),
  capture: z
    .record(idOf('a value'), text)
    .default({})
    .meta({
      description: 'Values of the plan that are set, each from a column of the first row.',
      examples: [{ host: 'primary_host' }],
    }),
})

/** What is known of a backup, for `capture`. */
const BACKUP_FACTS = ['key', 'time', 'size', 'sha256'] as const

export const backupActionSchema = z.strictObject({
  backup: idOf('a backup set').meta({ description: 'The set in which it looks.', examples: ['orders'] }),
  pick: z
    .enum(['newest', 'newest-verified'])
    .default('newest-verified')
    .meta({
      description: '`newest-verified`: the newest of which a restore has been tried and worked.',
      examples: ['newest'],
    }),
  before: z
    .union([z.enum(['outage', 'declared']), valueReference])
    .optional()
    .meta({
      description:
        "Only backups made before this: the outage's start (else the declaration), the declaration, or an instant in a value (ISO 8601).",
      examples: ['outage', { value: 'restore-point' }],
    }),
  key: valueReference.optional().meta({
    description: 'This very one; `pick` and `before` do not matter then.',
    examples: [{ value: 'backup-key' }],
  }),
  fetch: id.optional().meta({
    description: 'Fetch it, checked against its checksum and size, as this file for the actions after it.',
    examples: ['dump'],
  }),
  capture: z
    .record(idOf('a value'), z.enum(BACKUP_FACTS))
    .default({})
    .meta({ description: 'Values of the plan that are set from it.', examples: [{ 'backup-key': 'key' }] }),
})

/** What can be asked again and again until it holds. */
const probe = z.union([commandSchema, httpSchema, sqlSchema])

export const waitSchema = z.strictObject({
  wait: z
    .union([
      delayField,
      z.strictObject({
        until: probe.meta({
          description: 'A command, request or query that must succeed.',
          examples: [{ http: 'https://shop.example/health' }],
        }),
        every: delayField.default(10_000).meta({ description: 'How often it is tried.', examples: ['30 s'] }),
        limit: delayField.meta({ description: 'Not so by then: failed.', examples: ['10 min'] }),
      }),
    ])
    .meta({
      description: 'So long; or until something holds.',
      examples: ['30 s', { until: { http: 'https://shop.example/health' }, limit: '10 min' }],
    }),
})

export const actionSchema = z.union([commandSchema, httpSchema, sqlSchema, backupActionSchema, waitSchema])

export type CommandAction = z.output<typeof commandSchema>
export type HttpAction = z.output<typeof httpSchema>
export type SqlAction = z.output<typeof sqlSchema>
export type BackupAction = z.output<typeof backupActionSchema>
export type WaitAction = z.output<typeof waitSchema>
export type Action = z.output<typeof actionSchema>

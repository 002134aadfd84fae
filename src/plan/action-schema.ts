/**
 * What a recovery step can do, as a plan writes it. A value or a file reaches an action only as a whole argument, variable or parameter, never pasted into
 * a string: no quoting can go wrong that does not exist. Secrets stand here by reference alone.
 */
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { delayField } from './time-field.ts'

export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'write the name of an environment variable, such as API_TOKEN')

const MINUTE_MS = 60_000
/** As much output as is kept of one action, bytes; what comes after it is counted and dropped. */
const OUTPUT_BYTES_MAX = 10 * 1024 * 1024

/** A value of the plan's `values`: a default, what somebody entered, or what an earlier action captured. */
const valueReference = z.strictObject({ value: id })
/** A file that a `backup` action of the same step has fetched. */
const fileReference = z.strictObject({ file: id })
/** Read where the action runs and masked in everything that leaves it: from an environment variable or a file. */
const secretReference = z.union([z.strictObject({ secret: variableName }), z.strictObject({ secretFile: text })])
export type SecretReference = z.output<typeof secretReference>

const argument = z.union([z.string(), valueReference, fileReference])
const handed = z.union([z.string(), valueReference, fileReference, secretReference])

/** Where a value comes from in a text: all of it (blanks around it cut), the first group (or match) of a pattern, or a place in JSON such as `items[0].id`. */
const capture = z.record(
  id,
  z.union([z.literal('all'), z.strictObject({ match: text }), z.strictObject({ json: text })]),
)

const command = z.strictObject({
  /** Program and arguments, run without a shell. With `shell: true` one text for `bash -o pipefail -c`; values reach it as variables only. */
  command: z.union([z.array(argument).min(1), text]),
  shell: z.literal(true).optional(),
  /** Working directory. */
  in: text.optional(),
  env: z.record(variableName, handed).default({}),
  /** Variables of Muster's own environment that the program gets besides PATH, HOME, LANG and TZ. */
  passEnv: z.array(variableName).default([]),
  /** After so long TERM, ten seconds later KILL, both to the whole process group. */
  timeout: delayField.default(10 * MINUTE_MS),
  outputMax: z.int().min(1_000).max(1_073_741_824).default(OUTPUT_BYTES_MAX),
  /** Anything else is a failure. */
  exitCodes: z.array(z.int().min(0).max(255)).min(1).default([0]),
  /** A runner of the plan; absent: where Muster runs. */
  on: id.optional(),
  capture: capture.default({}),
})

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

const http = z.strictObject({
  /** Address; `{name}` in it is a value, percent-encoded. Or a variable that holds the address up to the path. */
  http: z.union([text, z.strictObject({ env: variableName, path: z.string().default('') })]),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  headers: z.record(text, z.union([z.string(), valueReference, secretReference])).default({}),
  /** Sent as JSON; `{ value: name }` anywhere in it stands for that value. */
  json: z.unknown().optional(),
  /** Sent as it is. */
  body: z.string().optional(),
  /** For the whole exchange. */
  timeout: delayField.default(10_000),
  expect: z
    .strictObject({
      /** Default: any of 200 to 299. */
      status: z.union([z.int(), z.array(z.int()).min(1)]).optional(),
      /** What must stand at a place of a JSON answer, such as `status` or `items[0].id`. */
      json: z.array(z.strictObject({ at: text, equals: scalar.optional(), matches: text.optional() })).default([]),
      /** A pattern that the body must have. */
      body: text.optional(),
      /** The answer must be there within so long. */
      within: delayField.optional(),
    })
    .prefault({}),
  capture: capture.default({}),
})

const bound = z.strictObject({ min: z.number().optional(), max: z.number().optional() })

const sql = z.strictObject({
  /** One statement. */
  sql: text,
  /** A connection of the plan. */
  on: id,
  /** For $1, $2 … */
  params: z.array(z.union([scalar, valueReference])).default([]),
  /** false: in a read-only transaction, which the database itself enforces. */
  write: z.boolean().default(false),
  /** false: for statements that refuse to run in a transaction, such as CREATE DATABASE. */
  transaction: z.boolean().default(true),
  timeout: delayField.default(30_000),
  expect: z
    .strictObject({
      rows: z.union([z.int().min(0), bound]).optional(),
      /** First column of the first row: equal to this, or to a value of the plan, or a number within bounds. */
      value: z.union([scalar, valueReference, bound]).optional(),
    })
    .prefault({}),
  /** Value → column of the first row. */
  capture: z.record(id, text).default({}),
})

/** What is known of a backup, for `capture`. */
export const BACKUP_FACTS = ['key', 'time', 'size', 'sha256'] as const

const backup = z.strictObject({
  /** A backup set of the plan. */
  backup: id,
  pick: z.enum(['newest', 'newest-verified']).default('newest-verified'),
  /** Only backups made before this: the outage's start (else the declaration), the declaration, or an instant in a value (ISO 8601). */
  before: z.union([z.enum(['outage', 'declared']), valueReference]).optional(),
  /** This very one; `pick` and `before` do not matter then. */
  key: valueReference.optional(),
  /** Fetch it, checked against its checksum and size, as this file for the actions after it. */
  fetch: id.optional(),
  capture: z.record(id, z.enum(BACKUP_FACTS)).default({}),
})

/** What can be asked again and again until it holds. */
const probe = z.union([command, http, sql])

const wait = z.strictObject({
  /** So long; or until a check holds. */
  wait: z.union([
    delayField,
    z.strictObject({
      until: probe,
      every: delayField.default(10_000),
      /** Not so by then: failed. */
      limit: delayField,
    }),
  ]),
})

export const actionSchema = z.union([command, http, sql, backup, wait])

export type CommandAction = z.output<typeof command>
export type HttpAction = z.output<typeof http>
export type SqlAction = z.output<typeof sql>
export type BackupAction = z.output<typeof backup>
export type WaitAction = z.output<typeof wait>
export type Action = z.output<typeof actionSchema>

/** Where commands run other than beside Muster. */
export const runnerSchema = z.strictObject({
  label: text.optional(),
  ssh: z.strictObject({
    host: text.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'write a host name or an address'),
    user: text.regex(/^[A-Za-z_][A-Za-z0-9._-]*$/, 'write a user name').optional(),
    port: z.int().min(1).max(65_535).optional(),
    /** Path of the private key; absent: what ssh finds by itself. */
    identityFile: text.optional(),
  }),
})
export type Runner = z.output<typeof runnerSchema>

export const connectionSchema = z.strictObject({
  label: text.optional(),
  /** Variable that holds the connection's address; the address itself, which has a password, never stands in a plan. */
  urlEnv: variableName,
})

const label = { label: text, hint: text.optional() }

/** A value that is asked for, has a default or is captured; it is always of its kind, wherever it comes from. */
export const valueSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), ...label, options: z.array(text).min(1), default: text.optional() }),
  z.strictObject({
    kind: z.literal('pattern'),
    ...label,
    /** The whole text must match. */
    pattern: text,
    default: text.optional(),
  }),
  z.strictObject({
    kind: z.literal('number'),
    ...label,
    min: z.number().optional(),
    max: z.number().optional(),
    default: z.number().optional(),
  }),
])
export type ValueSpec = z.output<typeof valueSchema>

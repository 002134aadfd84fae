/**
 * How trouble is noticed: what is looked at again and again, which alerts from outside mean what, and how soon somebody answers. Part of the schema of a
 * plan. A probe only looks: what could change something is no part of it.
 */
import { z } from 'zod'
import { commandSchema, httpSchema, sqlSchema } from './action-schema.ts'
import { id, idOf, text } from './identifier.ts'
import { delayField, windowField } from './time-field.ts'

const DAYS_LEFT = 7
/** As many looks as are remembered for a verdict. */
const LOOKS_MAX = 100

const port = z.int().min(1).max(65_535)
const host = text.regex(/^[^\s/:]+$|^[0-9a-fA-F:.]+$/, 'write a name or an address without a scheme and without a port')

export const tcpProbeSchema = z.strictObject({
  tcp: host.meta({ description: 'Host that takes connections.', examples: ['db-1.shop.example'] }),
  port: port.meta({ description: 'Its port.', examples: [5432] }),
})

export const dnsProbeSchema = z.strictObject({
  dns: text.meta({ description: 'Name that is looked up.', examples: ['shop.example'] }),
  type: z
    .enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'])
    .default('A')
    .meta({ description: 'Kind of record.', examples: ['CNAME'] }),
  expect: z
    .array(text)
    .min(1)
    .optional()
    .meta({
      description: 'Exactly these records, in any order. Left out: any record will do.',
      examples: [['192.0.2.10', '192.0.2.11']],
    }),
  server: text.optional().meta({
    description: 'Address of the name server that is asked. Left out: those of the machine.',
    examples: ['192.0.2.53'],
  }),
})

export const tlsProbeSchema = z.strictObject({
  tls: host.meta({ description: 'Host whose certificate is looked at.', examples: ['shop.example'] }),
  port: port.default(443).meta({ description: 'Its port.', examples: [8443] }),
  daysLeft: z
    .number()
    .min(0)
    .default(DAYS_LEFT)
    .meta({
      description: 'Fails when the certificate is good for less than so many days. 0: when it has expired.',
      examples: [0, 7],
    }),
  trusted: z
    .boolean()
    .default(true)
    .meta({
      description: 'Fails also when the certificate is for another name, or of an authority that nobody knows.',
      examples: [false],
    }),
})

/** Asks and changes nothing, so a POST is here for what can only be asked so. */
export const httpProbeSchema = httpSchema.omit({ method: true, capture: true }).extend({
  method: z
    .enum(['GET', 'HEAD', 'POST'])
    .default('GET')
    .meta({ description: 'Method of the request.', examples: ['HEAD'] }),
})
/** In a read-only transaction, always. */
export const sqlProbeSchema = sqlSchema.omit({ write: true, transaction: true, capture: true })
export const commandProbeSchema = commandSchema.omit({ capture: true, outputMax: true })

export const askSchema = z.union([
  httpProbeSchema,
  tcpProbeSchema,
  dnsProbeSchema,
  tlsProbeSchema,
  sqlProbeSchema,
  commandProbeSchema,
])

/** As often as something can be looked at, and as soon as a look can be given up: less would be a loop that does nothing else. */
const SHORTEST_MS = 100
/** Nothing is asked more often than every so many milliseconds. */
export const paceField = delayField.refine((ms) => ms >= SHORTEST_MS, { message: `write at least ${SHORTEST_MS} ms` })

/** `3`, `"3 of 5"`: so many of the last looks. */
export const failuresField = z
  .union([z.int(), z.string()])
  .meta({ title: 'count', examples: [1, '3 of 5'] })
  .transform((written, context) => {
    const [, bad, of] = /^\s*(\d+)(?:\s+of\s+(\d+))?\s*$/.exec(String(written)) ?? []
    const found = { bad: Number(bad), of: Number(of ?? bad) }
    if (bad !== undefined && found.bad >= 1 && found.of >= found.bad && found.of <= LOOKS_MAX) return found
    const why = `"${written}" is no count of failures: write "3" or "3 of 5", with at least 1 and at most ${LOOKS_MAX}`
    context.issues.push({ code: 'custom', message: why, input: written, params: { rule: 'bad-value' } })
    return z.NEVER
  })

const means = {
  scenario: idOf('a scenario')
    .optional()
    .meta({ description: 'What has probably happened then; it stands in the proposal.', examples: ['region-lost'] }),
  tier: idOf('an alert tier')
    .optional()
    .meta({
      description: 'How soon somebody answers, and how: one of `alerts`. Left out: it is proposed, without a time.',
      examples: ['page'],
    }),
  components: z
    .array(idOf('a component'))
    .default([])
    .meta({ description: 'What is probably affected.', examples: [['website']] }),
}

export const probeSchema = z.strictObject({
  label: text.meta({ description: 'What holds while all is well, as people read it.', examples: ['The shop answers'] }),
  ask: askSchema.meta({
    description: 'What is looked at: a request, a port, a name, a certificate, a query or a command.',
    examples: [
      { http: 'https://shop.example/health', expect: { status: 200, within: '5 s' } },
      { tcp: 'db-1.shop.example', port: 5432 },
      { tls: 'shop.example', daysLeft: 7 },
      { dns: 'shop.example', expect: ['192.0.2.10'] },
    ],
  }),
  every: paceField.default(30_000).meta({ description: 'How often.', examples: ['1 min'] }),
  timeout: paceField.default(10_000).meta({
    description: 'Nothing heard within so long is a failure, whatever time its own block allows.',
    examples: ['5 s'],
  }),
  failures: failuresField.prefault(3).meta({
    title: 'count',
    description:
      'So many failures in a row, or of so many looks, and it counts as failed. 1 is enough for the impatient.',
    examples: [1, '3 of 5'],
  }),
  recoveries: z
    .int()
    .min(1)
    .max(LOOKS_MAX)
    .default(2)
    .meta({ description: 'So many looks in a row that are well, and it counts as well again.', examples: [1] }),
  ...means,
  region: idOf('a region')
    .optional()
    .meta({ description: 'The region that it tells about.', examples: ['frankfurt'] }),
})

const REACTIONS = ['declare', 'propose', 'page', 'tell'] as const

export const alertTierSchema = z.strictObject({
  id: id.meta({ description: 'A short name.', examples: ['page'] }),
  label: text.meta({ description: 'As people read it.', examples: ['Somebody gets up'] }),
  respond: windowField.meta({
    description: 'From when to when somebody responds; at its end an open proposal is overdue.',
    examples: ['0-15 minutes'],
  }),
  severity: idOf('a severity')
    .optional()
    .meta({ description: 'Severity of an incident that is declared for it.', examples: ['critical'] }),
  reaction: z
    .enum(REACTIONS)
    .default('propose')
    .meta({
      description:
        '`declare`: an incident, at once. `propose`: a message that asks. `page`: the same, loud. `tell`: only told.',
      examples: ['declare'],
    }),
  declareAfter: delayField.optional().meta({
    description: 'When nobody has answered the proposal for so long, the incident is declared by itself.',
    examples: ['10 min'],
  }),
  unknown: z
    .literal(true)
    .optional()
    .meta({ description: 'Alerts that no entry of `signals` knows belong here.', examples: [true] }),
  triggers: z
    .array(text)
    .min(1)
    .meta({ description: 'The alerts that belong to it.', examples: [['No order for ten minutes']] }),
})

/** Strict: the limit itself is not beyond it. */
export const thresholdSchema = z
  .strictObject({
    over: z
      .number()
      .optional()
      .meta({ description: 'Fires above this; this very number does not.', examples: [10] }),
    under: z
      .number()
      .optional()
      .meta({ description: 'Fires below this; this very number does not.', examples: [5] }),
    for: delayField.default(0).meta({
      description: 'Only when it has been so for so long.',
      examples: ['5 min'],
    }),
  })
  .superRefine((written, context) => {
    if (written.over !== undefined || written.under !== undefined) return
    const message = 'a threshold has "over" or "under"'
    context.addIssue({ code: 'custom', message, input: written, params: { rule: 'missing-key' } })
  })

export const signalSchema = z.strictObject({
  id: id.meta({ description: 'A short name.', examples: ['too-many-errors'] }),
  label: text.meta({ description: 'As people read it.', examples: ['More than 10 % errors'] }),
  match: z
    .record(
      text,
      z.union([
        text,
        z.strictObject({
          matches: text.meta({ title: 'pattern', description: 'Matches this.', examples: ['^Shop'] }),
        }),
      ]),
    )
    .refine((labels) => Object.keys(labels).length > 0, { message: 'name at least one label, such as "alertname"' })
    .meta({
      description: 'Labels that an alert must have, each with its value or a pattern; `alertname` is its name.',
      examples: [{ alertname: 'ErrorsTooHigh', severity: { matches: '^crit' } }],
    }),
  threshold: thresholdSchema.optional().meta({
    description: 'Of an alert that brings a number: from where on it counts. Left out: it counts as it comes.',
    examples: [{ over: 10, for: '5 min' }],
  }),
  ...means,
})

export type Ask = z.output<typeof askSchema>
export type Probe = z.output<typeof probeSchema>
export type AlertTier = z.output<typeof alertTierSchema>
export type Signal = z.output<typeof signalSchema>

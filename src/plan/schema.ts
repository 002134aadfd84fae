/**
 * The plan format, version 1: what a team writes down, as a strict schema. Unknown keys are errors; times may be written in every
 * notation of `time.ts` and arrive here as milliseconds. References between parts are checked in `references.ts`.
 *
 * Promises shape, not sense: whether a plan can keep its objectives is for `src/check`.
 */
import { z } from 'zod'
import { backupSetSchema, connectionSchema, runnerSchema, storeSchema, valueSchema } from './action-schema.ts'
import { id, text } from './identifier.ts'
import { maintenanceSchema } from './maintenance-schema.ts'
import {
  AUDIENCE_MEANS,
  audienceSchema,
  envName,
  noticeSchema,
  questionSchema,
  webhookSchema,
} from './notice-schema.ts'
import { linkSchema, vendorSchema } from './outside-schema.ts'
import { phaseSchema, rtoWarningsSchema, sequenceSchema, tierSchema, validationSchema } from './step-schema.ts'
import { delayField } from './time-field.ts'

export { AUDIENCE_MEANS, type AudienceMeans, type Notice, type Question } from './notice-schema.ts'
export type { Vendor } from './outside-schema.ts'

/** Ways to reach one person, in the order in which they are tried when neither the level nor the person says otherwise. */
export const PERSON_MEANS = ['slack', 'pagerduty', 'sms', 'voice', 'email'] as const
export type Means = (typeof PERSON_MEANS)[number]

/** PagerDuty's severities (Events API v2). */
export const PAGERDUTY_SEVERITIES = ['critical', 'error', 'warning', 'info'] as const

const means = z.enum(PERSON_MEANS)

/** A ladder that nobody answers starts over after so long, unless the plan says otherwise: silence is the worst end of a page. */
const AGAIN_AFTER_MS = 15 * 60_000

const objectives = z.strictObject({
  /** Recovery time objective, milliseconds: the longest acceptable outage. */
  rto: delayField.optional(),
  /** Recovery point objective, milliseconds: the most data, in time, that may be lost. 0 is legal. */
  rpo: delayField.optional(),
})

const severity = z.strictObject({
  id,
  label: text,
  /** 1 is the worst. Plans disagree on whether "level 1" or "level 3" is worst; the rank settles it (E2). */
  rank: z.int().min(1),
  aliases: z.array(text).default([]),
  /** What PagerDuty is told; absent: by rank, worst first critical, error, warning, info. */
  pagerduty: z.enum(PAGERDUTY_SEVERITIES).optional(),
})

export const personSchema = z.strictObject({
  name: text,
  /** Slack user id (U…). */
  slack: text.optional(),
  email: text.optional(),
  /** E.164, such as +14155550100. */
  phone: text.optional(),
  /** PagerDuty user id (P…). */
  pagerduty: text.optional(),
  /** IANA time zone in which times are told to this person; default: the plan's. */
  zone: text.optional(),
  /** This person's own order of means; replaces the level's. */
  means: z.array(means).min(1).optional(),
})

const role = z.strictObject({
  label: text,
  aliases: z.array(text).default([]),
  duties: z.array(text).default([]),
  /** People in order: the first is paged first, the next when the one before does not answer. */
  holders: z.array(id).default([]),
})

const rotation = z.strictObject({
  label: text,
  /** IANA zone in which the hand-over time is kept through changes of daylight saving. */
  zone: text,
  /** Local date and time of the first hand-over, such as 2026-01-05T09:00. */
  start: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'write a local date and time such as 2026-01-05T09:00'),
  /** Length of a shift in calendar units, so that a day is a day also when it has 23 or 25 hours. */
  shift: z
    .strictObject({ days: z.int().min(1).optional(), weeks: z.int().min(1).optional() })
    .refine(
      ({ days, weeks }) => days !== undefined || weeks !== undefined,
      'the shift has no length: write days or weeks',
    ),
  people: z.array(id).min(1),
})

const target = z.union([
  z.strictObject({ person: id }),
  z.strictObject({ role: id }),
  z.strictObject({ rotation: id }),
  z.strictObject({
    /** A PagerDuty schedule id: whoever is on call there when the level is reached. */
    pagerdutySchedule: text,
    /** Who is paged when PagerDuty does not say. */
    otherwise: z.union([
      z.strictObject({ person: id }),
      z.strictObject({ role: id }),
      z.strictObject({ rotation: id }),
    ]),
  }),
])
export type Target = z.output<typeof target>

const level = z.strictObject({
  /** Of its own among the levels of all policies: a change of severity may change the policy in mid-incident. */
  id,
  label: text,
  /** Milliseconds from the declaration. */
  after: delayField,
  to: z.array(target).min(1),
  /** all: every target is paged. any: every target is paged, and one acknowledgement is enough for the level. in-order: one after another. */
  mode: z.enum(['all', 'any', 'in-order']).default('all'),
  /** Means in order, when the person has no order of their own. */
  means: z
    .array(means)
    .min(1)
    .default([...PERSON_MEANS]),
  /** Unacknowledged for so long after one means worked, the next means is used as well. Absent: only when a means fails. */
  nextMeansAfter: delayField.optional(),
  /** Unacknowledged for so long, the next holder of the same role is paged too. Absent: only when a holder declines or cannot be reached. */
  nextHolderAfter: delayField.optional(),
  /** Page the whole order of means again, until acknowledged. */
  repeat: z.strictObject({ every: delayField, times: z.int().min(1).max(20) }).optional(),
  /** Why this level is paged and what is asked of it; said in the page (R44). */
  purpose: text,
  /** Only at these severities; absent: at all. */
  severities: z.array(id).min(1).optional(),
})
export type Level = z.output<typeof level>

const policy = z.strictObject({
  /** When no later level is paged any more: anyone acknowledged, a holder of a role acknowledged, or not before the incident is resolved. */
  stop: z.union([z.enum(['acknowledged', 'resolved']), z.strictObject({ acknowledgedBy: id })]),
  levels: z.array(level).min(1),
  /** After the last level, when nobody has acknowledged: start over, so many times or (without `times`) until somebody does; false: never. */
  again: z
    .union([z.literal(false), z.strictObject({ after: delayField, times: z.int().min(1).max(20).optional() })])
    .default({ after: AGAIN_AFTER_MS }),
  /** After an acknowledgement, so long without a sign of life: ask whether they are still on it. */
  silence: z.strictObject({ after: delayField, answerWithin: delayField }).optional(),
})
export type Policy = z.output<typeof policy>

const component = z.strictObject({
  label: text,
  priority: z.enum(['critical', 'high', 'medium', 'low']).optional(),
  lossImpact: text.optional(),
  recoveryComplexity: z.enum(['low', 'medium', 'high']).optional(),
  /** Shown on the status page. */
  public: z.boolean().default(true),
  /** Tier of the plan under whose label the status page shows it. */
  tier: id.optional(),
})

const scenario = z.strictObject({
  title: text,
  aliases: z.array(text).default([]),
  impact: text.optional(),
  response: text.optional(),
  symptoms: z.array(text).default([]),
  /** Default severity when declared without one. */
  severity: id.optional(),
  /** Override the plan's objectives (R6). */
  rto: delayField.optional(),
  rpo: delayField.optional(),
  /** Escalation policy other than the plan's (R53). */
  policy: id.optional(),
  /** Components out of order from the start. */
  components: z.array(id).default([]),
  /** The recovery, phase by phase. */
  phases: z.array(phaseSchema).default([]),
  validation: validationSchema.default([]),
  /** Backup sets whose newest usable backup is the last restorable point; looked up when the incident is declared. */
  backups: z.array(id).default([]),
})
export type Scenario = z.output<typeof scenario>

export const planSchema = z.strictObject({
  /** Version of this format. */
  muster: z.literal(1),
  id,
  /** A draft may have contacts that cannot be reached; it is meant for reading and the sandbox. */
  draft: z.boolean().default(false),
  system: z.strictObject({ name: text, publicName: text.optional() }),
  version: text.optional(),
  updated: text.optional(),
  /** Date of the next review, or how often. */
  review: text.optional(),
  classification: text.optional(),
  /** IANA zone of times written without one. */
  zone: text.default('UTC'),
  objectives: objectives.extend({
    /** Share of the year, in percent, such as 99.9. */
    availability: z.number().gt(0).max(100).optional(),
    rto: delayField,
    rpo: delayField,
  }),
  severities: z.array(severity).min(1),
  /** Severity of a declaration that names neither a severity nor a scenario with one; default: the worst. */
  defaultSeverity: id.optional(),
  people: z.record(id, personSchema),
  roles: z.record(id, role),
  /** Role that leads the incident. */
  commander: id,
  /** Role that reads, approves and sends what people are told; absent, or while nobody holds it: the commander's (R36). */
  communication: id.optional(),
  rotations: z.record(id, rotation).default({}),
  policies: z.record(id, policy).default({}),
  /** Policy of scenarios that name none; absent: nobody is paged, which is legal and warned of (R41). */
  policy: id.optional(),
  /** Policy by severity; wins over the plan's, loses to the scenario's. */
  severityPolicies: z.record(id, id).default({}),
  pagerduty: z
    .strictObject({
      /** Name of the service as people know it. */
      service: text,
      /** Name of the environment variable that holds the Events API v2 routing key; the key itself never stands in a plan. */
      routingKeyEnv: envName.default('PAGERDUTY_ROUTING_KEY'),
    })
    .optional(),
  statusPage: z
    .strictObject({
      url: z.url(),
      /** Page id at a hosted Statuspage that follows along; absent: only Muster's own page. */
      hostedPageId: text.optional(),
      /** Another page that is told of every change, by a request of ours. */
      webhook: webhookSchema.optional(),
    })
    .optional(),
  components: z.record(id, component).default({}),
  /** What the status page announces. */
  maintenance: z.array(maintenanceSchema).default([]),
  audiences: z.record(id, audienceSchema).default({}),
  notices: z.array(noticeSchema).default([]),
  /** What only a person can say about the incident, and notices depend on: whether data has leaked, whether the press must know (R61). */
  questions: z.record(id, questionSchema).default({}),
  /** By which means audiences are told whose notices name none (R60). */
  defaultMeans: z.array(z.enum(AUDIENCE_MEANS)).min(1).default(['email']),
  scenarios: z.record(id, scenario),
  /** Steps that several scenarios share. */
  sequences: z.record(id, sequenceSchema).default({}),
  /** Small groups of steps for the hurry, drawn into any incident by `/dr card` (R106). */
  cards: z.record(id, sequenceSchema).default({}),
  values: z.record(id, valueSchema).default({}),
  /** Machines that commands can run on, over ssh. */
  runners: z.record(id, runnerSchema).default({}),
  /** Databases that `sql` can ask. */
  connections: z.record(id, connectionSchema).default({}),
  stores: z.record(id, storeSchema).default({}),
  backups: z.record(id, backupSetSchema).default({}),
  /** In the order in which they come back. */
  tiers: z.array(tierSchema).default([]),
  rtoWarnings: rtoWarningsSchema.prefault({}),
  links: z.array(linkSchema).default([]),
  /** Whom to call outside: support contracts and how to reach them (R26). */
  vendors: z.record(id, vendorSchema).default({}),
  /** Channel that is told of each incident, besides the incident's own (E16); name without #. */
  overviewChannel: text.optional(),
  /** Ceiling of pages to one person in an hour; what is above is bundled (promise 8). */
  pagesPerPersonAndHourMax: z.int().min(1).max(1000).default(30),
  /** How long a resolved incident can be reopened under the same id, milliseconds. */
  reopenWithin: delayField.default(7 * 24 * 3_600_000),
})

/** A plan as the program uses it: defaults filled in, times in milliseconds. */
export type Plan = z.output<typeof planSchema>
export type Person = Plan['people'][string]
export type Severity = Plan['severities'][number]

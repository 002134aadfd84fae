/**
 * The plan format, version 1: what a team writes down, as a strict schema. Unknown keys are errors; times may be written in every
 * notation of `time.ts` and arrive here as milliseconds. References between parts are checked in `references.ts`.
 *
 * Promises shape, not sense: whether a plan can keep its objectives is for `src/check`.
 */
import { z } from 'zod'
import { connectionSchema, runnerSchema, valueSchema } from './action-schema.ts'
import { backupSetSchema, placeSchema, storeSchema } from './backup-schema.ts'
import { complianceSchema } from './compliance-schema.ts'
import { drillRecordSchema, drillSchema } from './drill-schema.ts'
import { id, text } from './identifier.ts'
import {
  accessSchema,
  alertTierSchema,
  checklistSchema,
  documentSchema,
  openQuestionSchema,
  postIncidentSchema,
} from './list-schema.ts'
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
import { personSchema, policySchema, roleSchema, rotationSchema } from './people-schema.ts'
import { categorySchema, regionSchema } from './place-schema.ts'
import { phaseSchema, rtoWarningsSchema, sequenceSchema, tierSchema, validationSchema } from './step-schema.ts'
import { delayField } from './time-field.ts'

export { AUDIENCE_MEANS, type AudienceMeans, type Notice, type Question } from './notice-schema.ts'
export type { Vendor } from './outside-schema.ts'
export { type Level, type Means, PERSON_MEANS, type Policy, personSchema, type Target } from './people-schema.ts'

/** PagerDuty's severities (Events API v2). */
export const PAGERDUTY_SEVERITIES = ['critical', 'error', 'warning', 'info'] as const

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

const component = z.strictObject({
  label: text,
  priority: z.enum(['critical', 'high', 'medium', 'low']).optional(),
  lossImpact: text.optional(),
  recoveryComplexity: z.enum(['low', 'medium', 'high']).optional(),
  /** Shown on the status page. */
  public: z.boolean().default(true),
  /** Tier of the plan under whose label the status page shows it. */
  tier: id.optional(),
  /** Components without which it does not work. */
  needs: z.array(id).default([]),
})

const scenario = z.strictObject({
  title: text,
  aliases: z.array(text).default([]),
  /** Category of risk that it belongs to. */
  category: id.optional(),
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
  /** Regions that are lost with all that lies in them. */
  loses: z.array(id).default([]),
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
  /** Fragments of the folder `shared/` beside this file, by name: their parts are this plan's. */
  include: z.array(id).default([]),
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
    /** What else must be true after a recovery, each bound to a check of every scenario that has one of this name (R7). */
    also: z.array(z.strictObject({ text, check: id })).default([]),
  }),
  severities: z.array(severity).min(1),
  /** Severity of a declaration that names neither a severity nor a scenario with one; default: the worst. */
  defaultSeverity: id.optional(),
  people: z.record(id, personSchema),
  roles: z.record(id, roleSchema),
  /** Role that leads the incident. */
  commander: id,
  /** Role that reads, approves and sends what people are told; absent, or while nobody holds it: the commander's (R36). */
  communication: id.optional(),
  rotations: z.record(id, rotationSchema).default({}),
  policies: z.record(id, policySchema).default({}),
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
  /** What may happen, by kind of risk. */
  categories: z.record(id, categorySchema).default({}),
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
  /** Where backups lie besides, out of reach of any program of ours. */
  places: z.record(id, placeSchema).default({}),
  backups: z.record(id, backupSetSchema).default({}),
  /** Where the system runs. */
  regions: z.record(id, regionSchema).default({}),
  drills: z.record(id, drillSchema).default({}),
  /** What the record of each drill has to have. */
  drillRecord: drillRecordSchema,
  /** Lists that people tick, during an incident and after it. */
  checklists: z.record(id, checklistSchema).default({}),
  /** How soon somebody responds to which alerts. */
  alerts: z.array(alertTierSchema).default([]),
  postIncident: postIncidentSchema.prefault({}),
  compliance: z.record(id, complianceSchema).default({}),
  /** What is measured, in words. */
  measures: z.array(text).default([]),
  documents: z.array(documentSchema).default([]),
  /** Where emergency access lies. */
  access: z.array(accessSchema).default([]),
  openQuestions: z.array(openQuestionSchema).default([]),
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

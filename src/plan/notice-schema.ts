/** Whom the plan tells of an incident, by which means, when, in which words, and who reads them first. Part of the schema of a plan. */
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { delayField } from './time-field.ts'

/**
 * Ways to tell an audience. `slack` is its channel, `slack-dm` a direct message to each of its people, `status-page` is public, `webhook` a
 * request to a program of theirs, `manual` a task for a person, with the text ready to paste (press, social media).
 */
export const AUDIENCE_MEANS = [
  'slack',
  'slack-dm',
  'pagerduty',
  'email',
  'sms',
  'voice',
  'status-page',
  'webhook',
  'manual',
] as const
export type AudienceMeans = (typeof AUDIENCE_MEANS)[number]

/** Name of an environment variable; what is secret never stands in a plan. */
export const envName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'write the name of an environment variable, such as PAGERDUTY_ROUTING_KEY')

/** Where a program wants to be told, by POST with a JSON body. */
export const webhookSchema = z.strictObject({
  /** Environment variable that holds the address: many such addresses are secrets. */
  urlEnv: envName,
  /** Environment variable that holds the secret by which requests are signed (HMAC-SHA256, header `Muster-Signature`). */
  secretEnv: envName.optional(),
})

export const audienceSchema = z.strictObject({
  label: text,
  /** Outside the organization: customers, partners, regulators. */
  external: z.boolean().default(false),
  /** Slack channel name without #. */
  slack: text.optional(),
  /** Slack user group id (S…), whose members are told directly, looked up when a message goes out. */
  slackGroup: z
    .string()
    .regex(/^S[A-Z0-9]+$/, 'write the id of a Slack user group, such as S0614TZR7')
    .optional(),
  emails: z.array(text).default([]),
  phones: z.array(text).default([]),
  people: z.array(id).default([]),
  roles: z.array(id).default([]),
  webhook: webhookSchema.optional(),
  /** IANA zone in which times are told to this audience, with UTC beside it; default: the plan's. */
  zone: text.optional(),
})

/** Messages that can wait for an approval. A correction of a false alarm never waits. */
export const APPROVED_MOMENTS = ['initial', 'progress', 'resolved', 'review'] as const

const approval = z.strictObject({
  /** Who approves; default: the plan's role for communication. Whoever leads the incident always may. */
  by: id.optional(),
  /** How long before its time the draft appears; default: a third of the window, at most 30 minutes. */
  ahead: delayField.optional(),
  /** When nobody acts: it goes out unread at the last moment before it would be late, or it is held until somebody does (R64). */
  otherwise: z.enum(['send', 'hold']).default('send'),
  /** Which messages wait. */
  moments: z
    .array(z.enum(APPROVED_MOMENTS))
    .min(1)
    .default([...APPROVED_MOMENTS]),
})

export const noticeSchema = z.strictObject({
  id,
  audience: id,
  /** Every one of these is used, each tracked by itself; `all`: each by which the audience can be reached; absent: the plan's `defaultMeans`. */
  means: z.union([z.literal('all'), z.array(z.enum(AUDIENCE_MEANS)).min(1)]).optional(),
  /** From when its times count: the declaration, or the moment from which a question of the plan is answered with yes. */
  from: z.union([z.literal('declared'), id]).default('declared'),
  /** Only once this question of the plan is answered with yes. */
  if: id.optional(),
  /** Not before; milliseconds from there (E8). */
  earliest: delayField.optional(),
  /** Goes out by itself at this time; default: `earliest`, else at once. */
  target: delayField.optional(),
  /** Must be out by; later is late. */
  deadline: delayField.optional(),
  /** Progress update every so many milliseconds after the first notice, until resolved. */
  cadence: delayField.optional(),
  /** false: only when somebody says `/dr notify`. */
  automatic: z.boolean().default(true),
  /** Only at these severities. */
  severities: z.array(id).min(1).optional(),
  /** At this severity and at all that are worse, so that a worse one keeps the audiences of the milder ones (R59). */
  fromSeverity: id.optional(),
  scenarios: z.array(id).min(1).optional(),
  approval: approval.optional(),
  /** Who does what only a person can (`manual`); default: the plan's role for communication. */
  owner: id.optional(),
  /** How long after the end its audience is promised the review; missed without `/dr review` (R74). */
  reviewWithin: delayField.optional(),
  /** Template names by moment (files of templates/ without .liquid). */
  templates: z.strictObject({
    initial: text,
    progress: text.optional(),
    resolved: text.optional(),
    review: text.optional(),
  }),
})
export type Notice = z.output<typeof noticeSchema>

export const questionSchema = z.strictObject({
  /** As it is put to a person; the answer is yes or no. */
  question: text,
  /** Who is asked; default: the plan's role for communication. Unanswered, whoever leads the incident is asked too. */
  by: id.optional(),
  /** Asked after so long, milliseconds from the declaration: what nobody can know in the first minutes is not asked in them. */
  after: delayField.default(0),
  /** Answered by then, milliseconds from the declaration. */
  within: delayField,
  severities: z.array(id).min(1).optional(),
  /** Asked only there; anybody can answer it in any other scenario too, unasked. */
  scenarios: z.array(id).min(1).optional(),
})
export type Question = z.output<typeof questionSchema>

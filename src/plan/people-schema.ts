/** Who is paged, in which order, by which means and when. Part of the schema of a plan. */
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { delayField } from './time-field.ts'

/** Ways to reach one person, in the order in which they are tried when neither the level nor the person says otherwise. */
export const PERSON_MEANS = ['slack', 'pagerduty', 'sms', 'voice', 'email'] as const
export type Means = (typeof PERSON_MEANS)[number]

const means = z.enum(PERSON_MEANS)

/** A ladder that nobody answers starts over after so long, unless the plan says otherwise: silence is the worst end of a page. */
const AGAIN_AFTER_MS = 15 * 60_000

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

export const roleSchema = z.strictObject({
  label: text,
  aliases: z.array(text).default([]),
  duties: z.array(text).default([]),
  /** People in order: the first is paged first, the next when the one before does not answer. */
  holders: z.array(id).default([]),
})

export const rotationSchema = z.strictObject({
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

export const policySchema = z.strictObject({
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
export type Policy = z.output<typeof policySchema>

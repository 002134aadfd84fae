/** What a plan practises, how often and how. Part of the schema of a plan. */
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { offsetField, scheduleField, windowField } from './time-field.ts'

/** How often a drill is due, and how many days that leaves at most between two. */
export const DRILL_PERIODS = { week: 7, month: 31, quarter: 92, 'half-year': 184, year: 366 } as const
export type DrillPeriod = keyof typeof DRILL_PERIODS

const MONTH = /^(?:[1-9]|1[0-2])$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

export const drillSchema = z
  .strictObject({
    label: text,
    /** Due once in each. */
    every: z.enum(Object.keys(DRILL_PERIODS) as [DrillPeriod, ...DrillPeriod[]]).optional(),
    /** Or at these moments. */
    schedule: scheduleField.optional(),
    /** IANA zone of its times of day; default: the plan's. */
    zone: text.optional(),
    length: windowField.optional(),
    /** Who sees to it. */
    owner: id.optional(),
    /** What is practised; several: all of it. */
    scenarios: z.array(id).default([]),
    /** Backup sets that are restored. */
    backups: z.array(id).default([]),
    /** By month, 1 to 12: what is practised when it falls into that month. */
    rotation: z.record(z.string().regex(MONTH, 'write the number of a month, 1 to 12'), id).default({}),
    target: z.enum(['staging', 'production']).default('staging'),
    /** Day on which it was last done. */
    last: z.string().regex(DAY, 'write a day such as 2026-11-07').optional(),
    /** Who takes part from outside: an auditor, a vendor. */
    outside: z.array(text).default([]),
    /** What happens when, counted from its start. */
    timeline: z.array(z.strictObject({ at: offsetField, what: text })).default([]),
    checklist: z
      .strictObject({
        before: z.array(text).default([]),
        during: z.array(text).default([]),
        after: z.array(text).default([]),
      })
      .prefault({}),
  })
  .refine(({ every, schedule }) => (every === undefined) !== (schedule === undefined), {
    message: 'a drill has either "every" or "schedule": write one of them',
  })
export type Drill = z.output<typeof drillSchema>

/** What the record of a drill has to have. */
export const drillRecordSchema = z.array(text).default([])

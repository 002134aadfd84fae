/**
 * Maintenance and drills that the public status page announces. Only what is written here is ever announced: a drill that is run shows nowhere
 * in public (promise 7).
 */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { delayField } from './time-field.ts'

const START = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/

export const maintenanceSchema = z
  .strictObject({
    id,
    /** As the public reads it. */
    title: text,
    kind: z.enum(['maintenance', 'drill']).default('maintenance'),
    /** Date and time, in the plan's zone unless it ends in Z or an offset. */
    start: z.string().regex(START, 'write a date and time such as 2026-12-12T02:00 or 2026-12-12T02:00Z'),
    length: delayField,
    /** Components that are shown as under maintenance meanwhile; none: nothing is expected to be out of order. */
    components: z.array(id).default([]),
    /** What the public is told about it. */
    text: text.optional(),
  })
  .refine(({ length }) => length > 0, { path: ['length'], message: 'it lasts no time: write for example "2 hours"' })
export type Maintenance = z.output<typeof maintenanceSchema>

/**
 * From when to when, epoch milliseconds.
 * @param zone the plan's, IANA.
 */
export function maintenanceWindow({ start, length }: Maintenance, zone: string): { fromMs: number; toMs: number } {
  const fromMs = DateTime.fromISO(start, { zone }).toMillis()
  return { fromMs, toMs: fromMs + length }
}

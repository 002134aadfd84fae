/**
 * Maintenance and drills that the public status page announces. Only what is written here is ever announced: a drill that is run shows nowhere
 * in public (promise 7).
 */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { id, idOf, text } from './identifier.ts'
import { delayField } from './time-field.ts'

const START = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/

export const maintenanceSchema = z
  .strictObject({
    id: id.meta({ description: 'A short name, of its own.', examples: ['new-disks'] }),
    title: text.meta({ description: 'As the public reads it.', examples: ['New disks for the database'] }),
    kind: z
      .enum(['maintenance', 'drill'])
      .default('maintenance')
      .meta({ description: 'What is announced.', examples: ['drill'] }),
    start: z
      .string()
      .regex(START, 'write a date and time such as 2026-12-12T02:00 or 2026-12-12T02:00Z')
      .meta({
        title: 'date and time',
        description: "When it begins; in the plan's zone unless it ends in Z or an offset.",
        examples: ['2026-12-12T02:00'],
      }),
    length: delayField.meta({ description: 'How long it lasts.', examples: ['2 hours'] }),
    components: z
      .array(idOf('a component'))
      .default([])
      .meta({
        description: 'What is shown as under maintenance meanwhile; none: nothing is expected to be out of order.',
        examples: [['database']],
      }),
    text: text.optional().meta({
      description: 'What the public is told about it.',
      examples: ['Orders may take a minute longer.'],
    }),
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

/** How long what people wrote is kept. Part of the schema of a plan. */
import { z } from 'zod'
import { delayField } from './time-field.ts'

/** A shorter one would erase what the review is written from. */
const LEAST_MS = 30 * 24 * 3_600_000

const kept = delayField.refine((ms) => ms >= LEAST_MS, 'it is too short: keep texts for 30 days at least')

export const retentionSchema = z.strictObject({
  incidents: kept.optional().meta({
    description: 'For so long after an incident has ended. Left out: for ever.',
    examples: ['3 years'],
  }),
  drills: kept.optional().meta({
    description: 'For so long after a drill has ended. Left out: for ever.',
    examples: ['1 year'],
  }),
})

/** Where a system runs, and what may happen to it: regions and categories of risk. Part of the schema of a plan. */
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { delayField, spanField } from './time-field.ts'

export const regionSchema = z.strictObject({
  label: text.optional(),
  role: z.enum(['primary', 'secondary', 'recovery']),
  /** Whose it is, such as amazon or google. */
  provider: text.optional(),
  services: z.array(text).default([]),
  /** Share of the traffic on a quiet day, percent; those of all regions make 100. */
  share: z.number().min(0).max(100).optional(),
  /** How long it takes until it serves, ms. Absent: it serves already. */
  activation: delayField.optional(),
  /** Sequence or card by which the traffic comes back from here to the primary region. */
  failback: id.optional(),
})

const WEIGHTS = ['low', 'medium', 'high', 'critical'] as const

export const categorySchema = z.strictObject({
  label: text,
  probability: z.enum(WEIGHTS).optional(),
  impact: z.enum(WEIGHTS).optional(),
  /** How long such an outage is expected to last: told, and never an objective (R6). */
  outage: spanField.optional(),
  dataLoss: z.enum(WEIGHTS).optional(),
  /** What it means for the business. */
  business: text.optional(),
})

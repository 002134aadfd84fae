/** Where a system runs, and what may happen to it: regions and categories of risk. Part of the schema of a plan. */
import { z } from 'zod'
import { idOf, text } from './identifier.ts'
import { delayField, spanField } from './time-field.ts'

export const regionSchema = z.strictObject({
  label: text.optional().meta({ description: 'As people read it.', examples: ['Frankfurt'] }),
  role: z.enum(['primary', 'secondary', 'recovery']).meta({
    description: '`primary` serves, `secondary` serves or can take over, `recovery` is built up when it is needed.',
    examples: ['primary'],
  }),
  provider: text.optional().meta({ description: 'Whose it is.', examples: ['amazon'] }),
  services: z
    .array(text)
    .default([])
    .meta({ description: 'What runs there.', examples: [['Web servers', 'Database']] }),
  share: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .meta({
      title: 'percent',
      description: 'Its share of the traffic on a quiet day; those of all regions make 100.',
      examples: [100],
    }),
  activation: delayField.optional().meta({
    description: 'How long it takes until it serves. Left out: it serves already.',
    examples: ['30 min'],
  }),
  failback: idOf('a scenario, sequence or card')
    .optional()
    .meta({
      description:
        'Steps by which the traffic comes back from here to the primary region. A scenario can be started from the reminder, with its approvals.',
      examples: ['restore-database'],
    }),
})

const WEIGHTS = ['low', 'medium', 'high', 'critical'] as const

export const categorySchema = z.strictObject({
  label: text.meta({ description: 'As people read it.', examples: ['Software failure'] }),
  probability: z
    .enum(WEIGHTS)
    .optional()
    .meta({ description: 'How likely it is.', examples: ['medium'] }),
  impact: z
    .enum(WEIGHTS)
    .optional()
    .meta({ description: 'How bad it is.', examples: ['high'] }),
  // Told, and never an objective (R6).
  outage: spanField.optional().meta({
    description: 'How long such an outage is expected to last; it is told, and promises nothing.',
    examples: ['1-4 hours'],
  }),
  dataLoss: z
    .enum(WEIGHTS)
    .optional()
    .meta({ description: 'How much data it may cost.', examples: ['low'] }),
  business: text
    .optional()
    .meta({ description: 'What it means for the business.', examples: ['No revenue meanwhile'] }),
})

/** What a plan promises, and how bad an incident can be. Part of the schema of a plan. */
import { z } from 'zod'
import { idOf } from './identifier.ts'
import { objectivesSchema, rtoWarningsSchema, severitySchema, tierSchema } from './objectives-schema.ts'

export const promisePart = {
  objectives: objectivesSchema.meta({
    description: 'What a recovery promises.',
    examples: [{ rto: '4 hours', rpo: '1 hour', availability: 99.9 }],
  }),
  tiers: z
    .array(tierSchema)
    .default([])
    .meta({
      description: 'What works again, in the order in which it comes back.',
      examples: [[{ id: 'core', label: 'Ordering works', window: '0-60 minutes' }]],
    }),
  rtoWarnings: rtoWarningsSchema.prefault({}).meta({
    description: 'Who is told, and when, that the recovery time objective is being used up.',
    examples: [{ at: [50, 80, 100], roles: ['commander'] }],
  }),
  severities: z
    .array(severitySchema)
    .min(1)
    .meta({
      description: 'How bad an incident can be.',
      examples: [
        [
          { id: 'critical', label: 'Critical', rank: 1 },
          { id: 'major', label: 'Major', rank: 2 },
        ],
      ],
    }),
  defaultSeverity: idOf('a severity')
    .optional()
    .meta({
      description: 'Severity of a declaration that names neither one nor a scenario with one. Left out: the worst.',
      examples: ['major'],
    }),
}

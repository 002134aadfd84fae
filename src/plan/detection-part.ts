/** How trouble is noticed before people notice it. Part of the schema of a plan. */
import { z } from 'zod'
import { alertTierSchema, probeSchema, signalSchema } from './detection-schema.ts'
import { id } from './identifier.ts'

export const detectionPart = {
  probes: z
    .record(id, probeSchema)
    .default({})
    .meta({
      description: 'What Muster itself looks at again and again, by id.',
      examples: [
        {
          shop: {
            label: 'The shop answers',
            ask: { http: 'https://shop.example/health', expect: { status: 200 } },
            every: '30 s',
            failures: '3 of 5',
            scenario: 'database-corruption',
            tier: 'page',
          },
        },
      ],
    }),
  alerts: z
    .array(alertTierSchema)
    .default([])
    .meta({
      description: 'How soon somebody responds to which alerts, and how; the most urgent comes first.',
      examples: [
        [
          {
            id: 'page',
            label: 'Somebody gets up',
            respond: '0-15 minutes',
            reaction: 'page',
            declareAfter: '30 min',
            triggers: ['No order for ten minutes'],
          },
        ],
      ],
    }),
  signals: z
    .array(signalSchema)
    .default([])
    .meta({
      description: 'What alerts of other monitors mean; of several entries that match, the first counts.',
      examples: [
        [
          {
            id: 'too-many-errors',
            label: 'More than 10 % errors',
            match: { alertname: 'ErrorsTooHigh' },
            threshold: { over: 10, for: '5 min' },
            tier: 'page',
          },
        ],
      ],
    }),
}

/** What is on paper: laws, documents, access, what is still open, whom to call. Part of the schema of a plan. */
import { z } from 'zod'
import { complianceSchema } from './compliance-schema.ts'
import { id, text } from './identifier.ts'
import { accessSchema, documentSchema, openQuestionSchema } from './list-schema.ts'
import { linkSchema, vendorSchema } from './outside-schema.ts'
import { retentionSchema } from './retention-schema.ts'

export const paperPart = {
  compliance: z
    .record(id, complianceSchema)
    .default({})
    .meta({
      description: 'Laws and standards, by id, and what they ask for.',
      examples: [
        {
          soc2: {
            standard: 'SOC 2 Type II',
            demands: [{ text: 'Recovery is practised every year', drillEvery: 'year' }],
          },
        },
      ],
    }),
  retention: retentionSchema.default({}).meta({
    description:
      'How long what people wrote is kept; afterwards it is erased, and that is journaled. What was done, when and by whom stays.',
    examples: [{ incidents: '3 years', drills: '1 year' }],
  }),
  measures: z
    .array(text)
    .default([])
    .meta({ description: 'What is measured, in words.', examples: [['Time until somebody answers']] }),
  documents: z
    .array(documentSchema)
    .default([])
    .meta({
      description: 'Documents that belong to the plan.',
      examples: [[{ label: 'Network plan', where: 'https://wiki.shop.example/network' }]],
    }),
  access: z
    .array(accessSchema)
    .default([])
    .meta({
      description: 'Where emergency access lies.',
      examples: [[{ label: "Owner's account at the cloud provider", where: 'Safe in room 12' }]],
    }),
  openQuestions: z
    .array(openQuestionSchema)
    .default([])
    .meta({
      description: 'What is still to be settled, and what the plan does meanwhile.',
      examples: [[{ id: 'who-pays', open: 'Who may spend money at night?', chosen: 'Whoever leads the incident' }]],
    }),
  links: z
    .array(linkSchema)
    .default([])
    .meta({
      description: 'Pages that help in an incident.',
      examples: [[{ label: 'Dashboard', url: 'https://monitor.shop.example' }]],
    }),
  // Support contracts and how to reach them (R26).
  vendors: z
    .record(id, vendorSchema)
    .default({})
    .meta({
      description: 'Whom to call outside, by id.',
      examples: [{ cloud: { label: 'Cloud provider', support: 'Premium', phone: '+1 415 555 0199' } }],
    }),
}

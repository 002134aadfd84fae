/** Who is told, and what the public sees. Part of the schema of a plan. */
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { maintenanceSchema } from './maintenance-schema.ts'
import { AUDIENCE_MEANS, audienceSchema, noticeSchema, questionSchema } from './notice-schema.ts'
import { componentSchema, statusPageSchema } from './public-schema.ts'

export const tellingPart = {
  statusPage: statusPageSchema.optional().meta({
    description: 'Where the public reads how the system is.',
    examples: [{ url: 'https://status.shop.example' }],
  }),
  components: z
    .record(id, componentSchema)
    .default({})
    .meta({
      description: 'What the system consists of, by id.',
      examples: [
        {
          website: { label: 'Ordering', needs: ['database'] },
          database: { label: 'Database', priority: 'critical', public: false },
        },
      ],
    }),
  maintenance: z
    .array(maintenanceSchema)
    .default([])
    .meta({
      description: 'Maintenance and drills that the status page announces.',
      examples: [
        [{ id: 'new-disks', title: 'New disks for the database', start: '2026-12-12T02:00', length: '2 hours' }],
      ],
    }),
  audiences: z
    .record(id, audienceSchema)
    .default({})
    .meta({
      description: 'Who is told of an incident, by id.',
      examples: [
        {
          team: { label: 'The team', slack: 'incidents' },
          customers: { label: 'Customers', external: true, emails: ['customers@lists.shop.example'] },
        },
      ],
    }),
  notices: z
    .array(noticeSchema)
    .default([])
    .meta({
      description: 'Who is told what, when and by which means.',
      examples: [
        [
          {
            id: 'customers',
            audience: 'customers',
            means: ['email'],
            target: '30 min',
            deadline: 'within 1 hour',
            cadence: '30 min',
            templates: { initial: 'customer-initial', progress: 'customer-progress', resolved: 'customer-resolved' },
          },
        ],
      ],
    }),
  // Such as whether data has leaked, or whether the press must know (R61).
  questions: z
    .record(id, questionSchema)
    .default({})
    .meta({
      description: 'What only a person can say about the incident, and notices depend on, by id.',
      examples: [{ 'data-leaked': { question: 'Have personal data leaked?', within: '2 hours' } }],
    }),
  defaultMeans: z
    .array(z.enum(AUDIENCE_MEANS))
    .min(1)
    .default(['email'])
    .meta({
      description: 'By which means audiences are told whose notices name none.',
      examples: [['email', 'status-page']],
    }),
  overviewChannel: text.optional().meta({
    description: "Slack channel, without `#`, that is told of each incident besides the incident's own.",
    examples: ['operations'],
  }),
}

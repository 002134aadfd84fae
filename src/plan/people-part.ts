/** Who is there in an incident, and who is paged when. Part of the schema of a plan. */
import { z } from 'zod'
import { id, idOf, text } from './identifier.ts'
import { envName } from './notice-schema.ts'
import { personSchema, policySchema, roleSchema, rotationSchema } from './people-schema.ts'
import { permissionsSchema } from './permission-schema.ts'

export const peoplePart = {
  people: z.record(id, personSchema).meta({
    description: 'Everybody whom the plan names, by an id of your choice.',
    examples: [
      {
        ana: { name: 'Ana Ames', phone: '+14155550100', email: 'ana@shop.example', slack: 'U0614TZR7' },
        ben: { name: 'Ben Burr', phone: '+14155550101', email: 'ben@shop.example' },
        cleo: { name: 'Cleo Cole', phone: '+14155550102', email: 'cleo@shop.example' },
      },
    ],
  }),
  roles: z.record(id, roleSchema).meta({
    description: 'Who does what, by id.',
    examples: [
      {
        'on-call': { label: 'On call', holders: ['ana', 'ben'] },
        commander: { label: 'Incident commander', holders: ['cleo', 'ana'] },
        speaker: { label: 'Spokesperson', holders: ['ben'] },
      },
    ],
  }),
  commander: idOf('a role').meta({ description: 'The role that leads an incident.', examples: ['commander'] }),
  communication: idOf('a role')
    .optional()
    .meta({
      description:
        'The role that reads, approves and sends what people are told. Left out, or while nobody holds it: whoever leads.',
      examples: ['speaker'],
    }),
  permissions: permissionsSchema.prefault({}).meta({
    description: 'Who may do what with an incident of this plan and around it.',
    examples: [{ read: 'anyone', end: { roles: ['commander'] }, commands: { plan: { people: ['cleo'] } } }],
  }),
  rotations: z
    .record(id, rotationSchema)
    .default({})
    .meta({
      description: 'People who take turns, by id.',
      examples: [
        {
          weekly: {
            label: 'Weekly on-call',
            zone: 'Europe/Berlin',
            start: '2026-01-05T09:00',
            shift: { weeks: 1 },
            people: ['ana', 'ben'],
          },
        },
      ],
    }),
  policies: z
    .record(id, policySchema)
    .default({})
    .meta({
      description: 'Escalation policies (ladders), by id.',
      examples: [
        {
          main: {
            stop: 'acknowledged',
            levels: [
              {
                id: 'first',
                label: 'On call',
                after: 'immediately',
                to: [{ role: 'on-call' }],
                purpose: 'Start the recovery',
              },
              {
                id: 'second',
                label: 'Commander',
                after: '15 min',
                to: [{ role: 'commander' }],
                purpose: 'Take the lead',
              },
            ],
          },
        },
      ],
    }),
  policy: idOf('a policy')
    .optional()
    .meta({
      description: 'Policy of scenarios that name none. Left out: nobody is paged, which is allowed and warned of.',
      examples: ['main'],
    }),
  severityPolicies: z
    .record(idOf('a severity'), idOf('a policy'))
    .default({})
    .meta({
      description: "Policy by severity; it wins over `policy` and loses to the scenario's.",
      examples: [{ critical: 'main' }],
    }),
  pagerduty: z
    .strictObject({
      service: text.meta({ description: 'Name of the service as people know it.', examples: ['Web shop'] }),
      routingKeyEnv: envName.default('PAGERDUTY_ROUTING_KEY').meta({
        description: 'Environment variable that holds the routing key (Events API v2), which never stands in a plan.',
        examples: ['SHOP_ROUTING_KEY'],
      }),
    })
    .optional()
    .meta({ description: 'The PagerDuty service that is triggered.', examples: [{ service: 'Web shop' }] }),
  contactTests: z
    .enum(['month', 'quarter', 'half-year', 'year', 'never'])
    .default('quarter')
    .meta({
      description:
        'Once in each, everybody is asked by each means to confirm that it reaches them: on its second Tuesday, at ten in the morning where they are.',
      examples: ['half-year'],
    }),
  pagesPerPersonAndHourMax: z
    .int()
    .min(1)
    .max(1000)
    .default(30)
    .meta({
      description: 'Most pages to one person in an hour; what is above is bundled.',
      examples: [20],
    }),
}

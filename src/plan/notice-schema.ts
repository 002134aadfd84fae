/** Whom the plan tells of an incident, by which means, when, in which words, and who reads them first. Part of the schema of a plan. */
import { z } from 'zod'
import { id, idOf, text, zone } from './identifier.ts'
import { delayField } from './time-field.ts'

/**
 * Ways to tell an audience. `slack` is its channel, `slack-dm` a direct message to each of its people, `status-page` is public, `webhook` a
 * request to a program of theirs, `manual` a task for a person, with the text ready to paste (press, social media).
 */
export const AUDIENCE_MEANS = [
  'slack',
  'slack-dm',
  'pagerduty',
  'email',
  'sms',
  'voice',
  'status-page',
  'webhook',
  'manual',
] as const
export type AudienceMeans = (typeof AUDIENCE_MEANS)[number]

/** Name of an environment variable; what is secret never stands in a plan. */
export const envName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'write the name of an environment variable, such as PAGERDUTY_ROUTING_KEY')
  .meta({ title: 'name of an environment variable' })

/** Where a program wants to be told, by POST with a JSON body. */
export const webhookSchema = z.strictObject({
  urlEnv: envName.meta({
    description: 'Environment variable that holds the address: many such addresses are secrets.',
    examples: ['STATUS_WEBHOOK_URL'],
  }),
  secretEnv: envName.optional().meta({
    description:
      'Environment variable that holds the secret by which requests are signed (HMAC-SHA256, header `Muster-Signature`).',
    examples: ['STATUS_WEBHOOK_SECRET'],
  }),
})

const severities = z
  .array(idOf('a severity'))
  .min(1)
  .optional()
  .meta({ description: 'Only at these severities. Left out: at all.', examples: [['critical', 'major']] })

export const audienceSchema = z.strictObject({
  label: text.meta({ description: 'As people read it.', examples: ['Customers'] }),
  external: z
    .boolean()
    .default(false)
    .meta({
      description: 'Outside the organization: customers, partners, regulators. They never hear what is internal.',
      examples: [true],
    }),
  slack: text.optional().meta({ description: 'Slack channel, without `#`.', examples: ['support'] }),
  slackGroup: z
    .string()
    .regex(/^S[A-Z0-9]+$/, 'write the id of a Slack user group, such as S0614TZR7')
    .optional()
    .meta({
      title: 'text',
      description: 'Slack user group id, whose members are told directly; looked up when a message goes out.',
      examples: ['S0614TZR7'],
    }),
  emails: z
    .array(text)
    .default([])
    .meta({ description: 'Mail addresses.', examples: [['customers@lists.shop.example']] }),
  phones: z
    .array(text)
    .default([])
    .meta({ description: 'Telephone numbers in international form.', examples: [['+14155550110']] }),
  people: z
    .array(idOf('a person'))
    .default([])
    .meta({ description: 'People of the plan who belong to it.', examples: [['cleo']] }),
  roles: z
    .array(idOf('a role'))
    .default([])
    .meta({ description: 'Roles whose holders belong to it.', examples: [['commander']] }),
  webhook: webhookSchema.optional().meta({
    description: 'A program of theirs, which is told by a request.',
    examples: [{ urlEnv: 'PARTNER_WEBHOOK_URL' }],
  }),
  zone: zone.optional().meta({
    description: "IANA zone in which times are told to them, with UTC beside it. Left out: the plan's.",
    examples: ['America/New_York'],
  }),
})

/** Messages that can wait for an approval. A correction of a false alarm never waits. */
const APPROVED_MOMENTS = ['initial', 'progress', 'resolved', 'review'] as const

const approval = z.strictObject({
  by: idOf('a role')
    .optional()
    .meta({
      description: "Who approves. Left out: the plan's `communication`. Whoever leads the incident always may.",
      examples: ['speaker'],
    }),
  ahead: delayField.optional().meta({
    description: 'How long before its time the draft appears. Left out: a third of the window, at most 30 minutes.',
    examples: ['10 min'],
  }),
  otherwise: z
    .enum(['send', 'hold'])
    .default('send')
    .meta({
      description: 'When nobody acts: `send` it unread at the last moment before it would be late, or `hold` it back.',
      examples: ['hold'],
    }),
  moments: z
    .array(z.enum(APPROVED_MOMENTS))
    .min(1)
    .default([...APPROVED_MOMENTS])
    .meta({ description: 'Which messages wait.', examples: [['initial', 'resolved']] }),
})

const templates = z.strictObject({
  initial: text.meta({ description: 'The first message.', examples: ['customer-initial'] }),
  progress: text.optional().meta({ description: 'Updates.', examples: ['customer-progress'] }),
  resolved: text.optional().meta({ description: 'That it is over.', examples: ['customer-resolved'] }),
  review: text.optional().meta({ description: 'What came of the review.', examples: ['customer-review'] }),
})

export const noticeSchema = z.strictObject({
  id: id.meta({ description: 'By this name commands and the rest of the plan refer to it.', examples: ['customers'] }),
  audience: idOf('an audience').meta({ description: 'Who is told.', examples: ['customers'] }),
  means: z
    .union([z.literal('all'), z.array(z.enum(AUDIENCE_MEANS)).min(1)])
    .optional()
    .meta({
      description:
        'Every one of these is used; `all`: each by which the audience can be reached. Left out: `defaultMeans`.',
      examples: [['email', 'status-page'], 'all'],
    }),
  from: z
    .union([z.literal('declared'), idOf('a question')])
    .default('declared')
    .meta({
      description: 'From when its times count: the declaration, or the moment a question is answered with yes.',
      examples: ['data-leaked'],
    }),
  if: idOf('a question')
    .optional()
    .meta({
      description: 'Only once this question is answered with yes.',
      examples: ['data-leaked'],
    }),
  earliest: delayField.optional().meta({ description: 'Not before.', examples: ['30 min'] }),
  target: delayField.optional().meta({
    description: 'Goes out by itself at this time. Left out: at `earliest`, else at once.',
    examples: ['45 min'],
  }),
  deadline: delayField.optional().meta({
    description: 'Must be out by then; whoever leads is told before it is late.',
    examples: ['within 1 hour'],
  }),
  cadence: delayField.optional().meta({
    description: 'An update every so often after the first message, until it is over.',
    examples: ['30 min'],
  }),
  automatic: z
    .boolean()
    .default(true)
    .meta({
      description: '`false`: only when somebody says `/dr notify`.',
      examples: [false],
    }),
  severities,
  // So that a worse one keeps the audiences of the milder ones (R59).
  fromSeverity: idOf('a severity')
    .optional()
    .meta({
      description: 'At this severity and at all that are worse.',
      examples: ['major'],
    }),
  scenarios: z
    .array(idOf('a scenario'))
    .min(1)
    .optional()
    .meta({ description: 'Only in these scenarios. Left out: in all.', examples: [['database-corruption']] }),
  approval: approval.optional().meta({
    description: 'Somebody reads it before it goes out. Left out: nobody has to.',
    examples: [{ by: 'speaker', ahead: '10 min' }],
  }),
  owner: idOf('a role')
    .optional()
    .meta({
      description: "Who does what only a person can (means `manual`). Left out: the plan's `communication`.",
      examples: ['speaker'],
    }),
  reviewWithin: delayField.optional().meta({
    description: 'How long after the end its audience is promised the review.',
    examples: ['5 days'],
  }),
  templates: templates.meta({
    description:
      'Templates by moment: files of `templates/` without `.liquid`. `muster template list` shows those that come with Muster and your own; docs/templates.md says how to write one.',
    examples: [{ initial: 'customer-initial', progress: 'customer-progress', resolved: 'customer-resolved' }],
  }),
})
export type Notice = z.output<typeof noticeSchema>

export const questionSchema = z.strictObject({
  question: text.meta({
    description: 'As it is put to a person; the answer is yes or no.',
    examples: ['Have personal data leaked?'],
  }),
  by: idOf('a role')
    .optional()
    .meta({
      description:
        "Who is asked. Left out: the plan's `communication`. Without an answer, whoever leads the incident is asked too.",
      examples: ['commander'],
    }),
  after: delayField.default(0).meta({
    description: 'Asked so long after the declaration: what nobody can know in the first minutes is not asked in them.',
    examples: ['30 min'],
  }),
  within: delayField.meta({
    description: 'To be answered so long after the declaration.',
    examples: ['2 hours'],
  }),
  severities,
  scenarios: z
    .array(idOf('a scenario'))
    .min(1)
    .optional()
    .meta({
      description: 'Asked only there; anybody can answer it in any other scenario too, unasked.',
      examples: [['database-corruption']],
    }),
})
export type Question = z.output<typeof questionSchema>

/** Who is paged, in which order, by which means and when. Part of the schema of a plan. */
import { z } from 'zod'
import { id, idOf, text, zone } from './identifier.ts'
import { delayField } from './time-field.ts'

/** Ways to reach one person, in the order in which they are tried when neither the level nor the person says otherwise. */
export const PERSON_MEANS = ['slack', 'pagerduty', 'sms', 'voice', 'email'] as const
export type Means = (typeof PERSON_MEANS)[number]

const means = z.enum(PERSON_MEANS)

/** A ladder that nobody answers starts over after so long, unless the plan says otherwise: silence is the worst end of a page. */
const AGAIN_AFTER_MS = 15 * 60_000

export const personSchema = z.strictObject({
  name: text.meta({ description: 'As people call them.', examples: ['Ana Ames'] }),
  slack: text.optional().meta({
    description: 'Slack user id (in Slack: profile, ⋮, *Copy member ID*).',
    examples: ['U0614TZR7'],
  }),
  email: text.optional().meta({ description: 'Mail address.', examples: ['ana@shop.example'] }),
  phone: text.optional().meta({
    description: 'Telephone number in international form (E.164), in quotes; for text messages and calls.',
    examples: ['+14155550100'],
  }),
  pagerduty: text.optional().meta({ description: 'PagerDuty user id.', examples: ['PXPGF42'] }),
  zone: zone.optional().meta({
    description: "IANA zone in which times are told to this person. Left out: the plan's.",
    examples: ['Europe/Berlin'],
  }),
  means: z
    .array(means)
    .min(1)
    .optional()
    .meta({
      description: "This person's own order of means; it replaces the level's.",
      examples: [['voice', 'sms']],
    }),
})

export const roleSchema = z.strictObject({
  label: text.meta({ description: 'As people read it.', examples: ['On call'] }),
  aliases: z
    .array(text)
    .default([])
    .meta({ description: 'Other words for it in documents and commands.', examples: [['primary']] }),
  duties: z
    .array(text)
    .default([])
    .meta({ description: 'What whoever holds it does in an incident.', examples: [['Start the recovery']] }),
  holders: z
    .array(idOf('a person'))
    .default([])
    .meta({
      description:
        'People in order: the first is paged first, the next when the one before cannot be reached or declines.',
      examples: [['ana', 'ben']],
    }),
})

const shift = z
  .strictObject({
    days: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Length in days.', examples: [1] }),
    weeks: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Length in weeks.', examples: [1] }),
  })
  .refine(
    ({ days, weeks }) => days !== undefined || weeks !== undefined,
    'the shift has no length: write days or weeks',
  )

export const rotationSchema = z.strictObject({
  label: text.meta({ description: 'As people read it.', examples: ['Weekly on-call'] }),
  zone: zone.meta({
    description: 'IANA zone in which the hand-over time is kept through changes of daylight saving.',
    examples: ['Europe/Berlin'],
  }),
  start: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'write a local date and time such as 2026-01-05T09:00')
    .meta({
      title: 'local date and time',
      description: 'The first hand-over, in the zone of the rotation.',
      examples: ['2026-01-05T09:00'],
    }),
  // In calendar units, so that a day is a day also when it has 23 or 25 hours.
  shift: shift.meta({ description: 'Length of a shift; days and weeks add up.', examples: [{ weeks: 1 }] }),
  people: z
    .array(idOf('a person'))
    .min(1)
    .meta({ description: 'Who takes turns, in order.', examples: [['ana', 'ben', 'cleo']] }),
})

const person = idOf('a person').meta({ description: 'This person.', examples: ['cleo'] })
const role = idOf('a role').meta({
  description: 'The holders of this role, the first of them first.',
  examples: ['on-call'],
})
const rotation = idOf('a rotation').meta({
  description: 'Whoever has the shift when the level is reached.',
  examples: ['weekly'],
})

const target = z.union([
  z.strictObject({ person }),
  z.strictObject({ role }),
  z.strictObject({ rotation }),
  z.strictObject({
    pagerdutySchedule: text.meta({
      description: 'PagerDuty schedule id: whoever is on call there when the level is reached.',
      examples: ['PI7DH85'],
    }),
    otherwise: z.union([z.strictObject({ person }), z.strictObject({ role }), z.strictObject({ rotation })]).meta({
      description: 'Who is paged when PagerDuty does not say.',
      examples: [{ role: 'on-call' }, { person: 'cleo' }, { rotation: 'weekly' }],
    }),
  }),
])
export type Target = z.output<typeof target>

export const levelSchema = z.strictObject({
  // Of its own among the levels of all policies: a change of severity may change the policy in mid-incident.
  id: id.meta({ description: 'Of its own among the levels of all policies.', examples: ['second'] }),
  label: text.meta({ description: 'As people read it.', examples: ['Incident commander'] }),
  after: delayField.meta({ description: 'When it is paged, counted from the declaration.', examples: ['15 min'] }),
  to: z
    .array(target)
    .min(1)
    .meta({
      description: 'Who is paged.',
      examples: [
        [{ role: 'on-call' }, { person: 'cleo' }],
        [{ rotation: 'weekly' }],
        [{ pagerdutySchedule: 'PI7DH85', otherwise: { role: 'on-call' } }],
      ],
    }),
  mode: z
    .enum(['all', 'any', 'in-order'])
    .default('all')
    .meta({
      description:
        '`all`: everyone under `to` is paged. `any`: everyone is paged, and one answer is enough for the level. `in-order`: one after another.',
      examples: ['any'],
    }),
  means: z
    .array(means)
    .min(1)
    .default([...PERSON_MEANS])
    .meta({
      description:
        'Ways to reach people, in order; what fails is followed by the next at once. One that asks to wait is gone back to, five times at most, while no other works.',
      examples: [['slack', 'sms', 'voice']],
    }),
  nextMeansAfter: delayField.optional().meta({
    description:
      'Not answered for so long after one means worked: the next is used as well. Left out: only when one fails.',
    examples: ['1 min'],
  }),
  nextHolderAfter: delayField.optional().meta({
    description:
      'Not answered for so long: the next holder of the same role is paged too. Left out: only when a holder declines or cannot be reached.',
    examples: ['5 min'],
  }),
  repeat: z
    .strictObject({
      every: delayField.meta({ description: 'How long between two rounds.', examples: ['5 min'] }),
      times: z
        .int()
        .min(1)
        .max(20)
        .meta({ description: 'How many rounds more.', examples: [3] }),
    })
    .optional()
    .meta({
      description: 'Go through all means again, until somebody answers.',
      examples: [{ every: '5 min', times: 3 }],
    }),
  purpose: text.meta({
    description: 'Why this level is paged and what is asked of it; said in the page.',
    examples: ['Nobody on call has answered: take the lead'],
  }),
  severities: z
    .array(idOf('a severity'))
    .min(1)
    .optional()
    .meta({ description: 'Only at these severities. Left out: at all.', examples: [['critical']] }),
})
export type Level = z.output<typeof levelSchema>

export const policySchema = z.strictObject({
  stop: z
    .union([
      z.enum(['acknowledged', 'resolved']),
      z.strictObject({
        acknowledgedBy: idOf('a role').meta({
          description: 'A holder of this role must have answered.',
          examples: ['commander'],
        }),
      }),
    ])
    .meta({
      description:
        'When no later level is paged any more: anybody has answered (`acknowledged`), a holder of a role has, or not before the incident is over (`resolved`).',
      examples: ['acknowledged', { acknowledgedBy: 'commander' }],
    }),
  levels: z
    .array(levelSchema)
    .min(1)
    .meta({
      description: 'The ladder, one level after another.',
      examples: [
        [
          {
            id: 'first',
            label: 'On call',
            after: 'immediately',
            to: [{ role: 'on-call' }],
            purpose: 'Start the recovery',
          },
          { id: 'second', label: 'Commander', after: '15 min', to: [{ role: 'commander' }], purpose: 'Take the lead' },
        ],
      ],
    }),
  again: z
    .union([
      z.literal(false),
      z.strictObject({
        after: delayField.meta({ description: 'How long after the last level.', examples: ['10 min'] }),
        times: z
          .int()
          .min(1)
          .max(20)
          .optional()
          .meta({ description: 'How often at most. Left out: until somebody answers.', examples: [3] }),
      }),
    ])
    .default({ after: AGAIN_AFTER_MS })
    .meta({
      description: 'After the last level, when nobody has answered, the ladder starts over; `false`: never.',
      examples: [{ after: '10 min', times: 3 }, false],
      default: { after: '15 min' },
    }),
  silence: z
    .strictObject({
      after: delayField.meta({
        description: 'Without a sign of life for so long, they are asked.',
        examples: ['30 min'],
      }),
      answerWithin: delayField.meta({
        description: 'Without an answer for so long, they count as gone and the ladder goes on.',
        examples: ['10 min'],
      }),
    })
    .optional()
    .meta({
      description: 'Whoever has answered is asked whether they are still on it.',
      examples: [{ after: '30 min', answerWithin: '10 min' }],
    }),
})
export type Policy = z.output<typeof policySchema>

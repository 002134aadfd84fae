/** What a recovery promises, how bad an incident can be, and what is told when time runs out. Part of the schema of a plan. */
import { z } from 'zod'
import { id, idOf, text } from './identifier.ts'
import { delayField, windowField } from './time-field.ts'

/** PagerDuty's severities (Events API v2). */
export const PAGERDUTY_SEVERITIES = ['critical', 'error', 'warning', 'info'] as const

export const objectivesSchema = z.strictObject({
  rto: delayField.meta({
    description: 'Recovery time objective: the longest acceptable outage.',
    examples: ['4 hours'],
  }),
  rpo: delayField.meta({
    description: 'Recovery point objective: the most data, in time, that may be lost. `0` is allowed.',
    examples: ['1 hour'],
  }),
  availability: z
    .number()
    .gt(0)
    .max(100)
    .optional()
    .meta({ title: 'percent', description: 'Share of the year in which the system is to work.', examples: [99.9] }),
  also: z
    .array(
      z.strictObject({
        text: text.meta({ description: 'What must be true, in words.', examples: ['No paid order is lost'] }),
        check: id.meta({
          description: 'Id of the final check (`validation`) that proves it, the same in every scenario that has it.',
          examples: ['orders-there'],
        }),
      }),
    )
    .default([])
    .meta({
      description: 'What else must be true after a recovery, each bound to a check.',
      examples: [[{ text: 'No paid order is lost', check: 'orders-there' }]],
    }),
})

export const severitySchema = z.strictObject({
  id: id.meta({ description: 'By this name the rest of the plan refers to it.', examples: ['critical'] }),
  label: text.meta({ description: 'As people read it.', examples: ['Critical'] }),
  // Plans disagree on whether "level 1" or "level 3" is worst; the rank settles it (E2).
  rank: z
    .int()
    .min(1)
    .meta({ description: '1 is the worst, whatever the labels say; each rank only once.', examples: [1] }),
  aliases: z
    .array(text)
    .default([])
    .meta({ description: 'What people may write for it in `/dr declare`.', examples: [['P1', 'sev1']] }),
  pagerduty: z
    .enum(PAGERDUTY_SEVERITIES)
    .optional()
    .meta({
      description:
        'What PagerDuty is told. Left out, it goes by rank: the worst is `critical`, then `error`, `warning`, `info`.',
      examples: ['critical'],
    }),
})

export const tierSchema = z.strictObject({
  id: id.meta({ description: 'By this name components and steps (`restores`) refer to it.', examples: ['core'] }),
  label: text.meta({ description: 'What works again, as people read it.', examples: ['Ordering works'] }),
  window: windowField.meta({
    description: 'From when to when after the declaration it should come back.',
    examples: ['0-60 minutes'],
  }),
})

export const rtoWarningsSchema = z.strictObject({
  at: z
    .array(z.int().min(1).max(100))
    .default([50, 75, 90, 100])
    .meta({
      title: 'list of percents',
      description: 'Shares of the recovery time objective; when so much of it is used up, people are told.',
      examples: [[50, 80, 100]],
    }),
  roles: z
    .array(idOf('a role'))
    .default([])
    .meta({
      description:
        "Whose holders are told, besides the incident's channel. Neither roles nor people: the commander is.",
      examples: [['commander']],
    }),
  people: z
    .array(idOf('a person'))
    .default([])
    .meta({ description: 'Who else is told.', examples: [['cleo']] }),
})

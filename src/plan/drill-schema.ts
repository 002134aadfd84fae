/** What a plan practises, how often and how. Part of the schema of a plan. */
import { z } from 'zod'
import { day, idOf, text, zone } from './identifier.ts'
import { offsetField, scheduleField, windowField } from './time-field.ts'

/** How often a drill is due, and how many days that leaves at most between two. */
export const DRILL_PERIODS = { week: 7, month: 31, quarter: 92, 'half-year': 184, year: 366 } as const
export type DrillPeriod = keyof typeof DRILL_PERIODS

const month = z
  .string()
  .regex(/^(?:[1-9]|1[0-2])$/, 'write the number of a month, 1 to 12')
  .meta({ title: 'month' })
const points = z.array(text).default([])

export const drillSchema = z
  .strictObject({
    label: text.meta({ description: 'As people read it.', examples: ['Quarterly drill'] }),
    every: z
      .enum(Object.keys(DRILL_PERIODS) as [DrillPeriod, ...DrillPeriod[]])
      .optional()
      .meta({ description: 'Due once in each. A drill has either this or `schedule`.', examples: ['quarter'] }),
    schedule: scheduleField.optional().meta({
      description: 'Due at these moments.',
      examples: ['First Saturday of each month, 10:00'],
    }),
    zone: zone.optional().meta({
      description: "IANA zone of its times of day. Left out: the plan's.",
      examples: ['Europe/Berlin'],
    }),
    length: windowField.optional().meta({ description: 'How long it takes.', examples: ['2-4 hours'] }),
    owner: idOf('a role')
      .optional()
      .meta({ description: 'Who sees to it.', examples: ['commander'] }),
    participants: z
      .array(idOf('a role'))
      .optional()
      .meta({
        description:
          "Roles whose holders take part, with whoever is given a role in it. Nobody else is paged, asked or reminded, and the plan's PagerDuty service is not triggered. Left out: everybody whom the ladder names.",
        examples: [['on-call', 'commander']],
      }),
    scenarios: z
      .array(idOf('a scenario'))
      .default([])
      .meta({ description: 'What is practised; several: all of it.', examples: [['database-corruption']] }),
    backups: z
      .array(idOf('a backup set'))
      .default([])
      .meta({ description: 'Backup sets that are restored.', examples: [['orders']] }),
    rotation: z
      .record(month, idOf('a scenario'))
      .default({})
      .meta({
        description: 'By month (1 to 12): what is practised when it falls into that month.',
        examples: [{ 1: 'database-corruption', 7: 'region-lost' }],
      }),
    themes: z
      .record(month, text)
      .default({})
      .meta({
        description: 'By month: what it is called then, where the title of its scenario is not your word for it.',
        examples: [{ 1: 'Restore from nothing' }],
      }),
    target: z
      .enum(['staging', 'production'])
      .default('staging')
      .meta({ description: 'What it is practised on.', examples: ['production'] }),
    last: day.optional().meta({ description: 'Day on which it was last done.', examples: ['2026-11-07'] }),
    outside: z
      .array(text)
      .default([])
      .meta({ description: 'Who takes part from outside.', examples: [['Auditor']] }),
    timeline: z
      .array(
        z.strictObject({
          at: offsetField.meta({ description: 'When, counted from its start.', examples: ['T-24 hours'] }),
          what: text.meta({ description: 'What is done then.', examples: ['Tell everybody that it is a drill'] }),
        }),
      )
      .default([])
      .meta({
        description: 'What happens when.',
        examples: [[{ at: 'T-24 hours', what: 'Tell everybody that it is a drill' }]],
      }),
    checklist: z
      .strictObject({
        before: points.meta({ description: 'Before it begins.', examples: [['Staging is up']] }),
        during: points.meta({ description: 'While it goes on.', examples: [['Times are noted']] }),
        after: points.meta({ description: 'When it is over.', examples: [['Staging is cleaned up']] }),
      })
      .prefault({})
      .meta({ description: 'What people tick.', examples: [{ before: ['Staging is up'] }] }),
  })
  .refine(({ every, schedule }) => (every === undefined) !== (schedule === undefined), {
    message: 'a drill has either "every" or "schedule": write one of them',
  })
export type Drill = z.output<typeof drillSchema>

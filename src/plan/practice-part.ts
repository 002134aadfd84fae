/** What is practised, ticked and talked over. Part of the schema of a plan. */
import { z } from 'zod'
import { drillSchema } from './drill-schema.ts'
import { day, id, text } from './identifier.ts'
import { checklistSchema, postIncidentSchema } from './list-schema.ts'

export const practicePart = {
  drills: z
    .record(id, drillSchema)
    .default({})
    .meta({
      description: 'What is practised, by id.',
      examples: [{ quarterly: { label: 'Quarterly drill', every: 'quarter', scenarios: ['database-corruption'] } }],
    }),
  blackouts: z
    .array(
      z
        .strictObject({
          from: day.meta({ description: 'First day.', examples: ['2026-12-21'] }),
          until: day.meta({ description: 'Last day, which belongs to it.', examples: ['2027-01-03'] }),
          why: text.optional().meta({ description: 'Why.', examples: ['Holidays'] }),
        })
        .refine(({ from, until }) => from <= until, { message: 'it ends before it begins: "until" is the last day' }),
    )
    .default([])
    .meta({
      description:
        'Days on which no drill is begun by the calendar: holidays, a season of sales. What falls there begins at the same time of the first day after.',
      examples: [[{ from: '2026-12-21', until: '2027-01-03', why: 'Holidays' }]],
    }),
  monthlyReport: z
    .boolean()
    .default(true)
    .meta({
      description:
        'On the first morning of each month the figures of the one before are told in the overview channel and to whoever leads incidents, and filed.',
      examples: [false],
    }),
  drillRecord: z
    .array(text)
    .default([])
    .meta({
      description: 'What the record of each drill has to have.',
      examples: [['Date', 'Who took part', 'Time until it worked again']],
    }),
  checklists: z
    .record(id, checklistSchema)
    .default({})
    .meta({
      description: 'Lists that people tick, during an incident and after it, by id.',
      examples: [{ afterwards: { title: 'Once it is over', from: 'resolved', items: ['Passwords changed'] } }],
    }),
  postIncident: postIncidentSchema.prefault({}).meta({
    description: 'What follows an incident, on paper.',
    examples: [{ reviewWithin: '5 days', participants: ['on-call', 'commander'] }],
  }),
}

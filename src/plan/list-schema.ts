/** Lists that people tick, and what is on paper beside a plan. Part of the schema of a plan. */
import { z } from 'zod'
import { failuresField, paceField } from './detection-schema.ts'
import { day, id, idOf, text } from './identifier.ts'
import { delayField, spanField } from './time-field.ts'

export const checklistSchema = z.strictObject({
  title: text.meta({ description: 'As people read it.', examples: ['Once it is over'] }),
  from: z
    .enum(['declared', 'resolved'])
    .default('declared')
    .meta({ description: 'From when its window counts.', examples: ['resolved'] }),
  window: spanField.optional().meta({
    description: 'From when to when it is worked on. Left out: no time is set.',
    examples: ['0-24 hours'],
  }),
  owner: idOf('a role')
    .optional()
    .meta({ description: 'Who sees to it.', examples: ['commander'] }),
  items: z
    .array(
      z.union([
        text,
        z.strictObject({
          text: text.meta({ description: 'What is done.', examples: ['Thank whoever got up'] }),
          owner: idOf('a role')
            .optional()
            .meta({ description: 'Who does it.', examples: ['commander'] }),
        }),
      ]),
    )
    .min(1)
    .meta({
      description: 'What is ticked, each a text or a block with its owner.',
      examples: [['Passwords changed', { text: 'Thank whoever got up', owner: 'commander' }]],
    }),
})

export const postIncidentSchema = z.strictObject({
  reviewWithin: delayField.optional().meta({
    description: 'The review is held within so long after the end.',
    examples: ['5 days'],
  }),
  watch: z
    .strictObject({
      for: delayField.meta({ description: 'So long after the end.', examples: ['24 hours'] }),
      every: paceField
        .default(10_000)
        .meta({ description: 'How often each probe is asked then, at least.', examples: ['10 s'] }),
      failures: failuresField.optional().meta({
        title: 'count',
        description:
          'So many failures in a row, or of so many looks, and a probe counts as failed then. A probe that asks for fewer itself keeps them; left out: all do.',
        examples: [1, '2 of 5'],
      }),
    })
    .optional()
    .meta({
      description:
        'After a real incident the probes are asked more often for a while; what was seen is told at its end.',
      examples: [{ for: '24 hours', every: '10 s' }],
    }),
  participants: z
    .array(idOf('a role'))
    .default([])
    .meta({ description: 'Who takes part.', examples: [['on-call', 'commander']] }),
  agenda: z
    .array(text)
    .default([])
    .meta({ description: 'What is talked about.', examples: [['What went well']] }),
  sections: z
    .array(text)
    .default([])
    .meta({ description: 'Sections of the review document.', examples: [['Timeline', 'Causes', 'Actions']] }),
  deliverables: z
    .array(text)
    .default([])
    .meta({ description: 'What has to exist afterwards.', examples: [['Actions with owners and dates']] }),
})

export const documentSchema = z.strictObject({
  label: text.meta({ description: 'What it is.', examples: ['Network plan'] }),
  group: text.optional().meta({ description: 'Heading under which it is listed.', examples: ['Operations'] }),
  where: text.optional().meta({ description: 'Address or path.', examples: ['https://wiki.shop.example/network'] }),
  owner: idOf('a role')
    .optional()
    .meta({ description: 'Who keeps it.', examples: ['commander'] }),
  reviewed: day.optional().meta({ description: 'Day on which it was last looked through.', examples: ['2026-11-07'] }),
})

// Never the access itself (R181).
export const accessSchema = z.strictObject({
  label: text.meta({ description: 'Access to what.', examples: ["Owner's account at the cloud provider"] }),
  where: text.meta({ description: 'Where it lies; never the access itself.', examples: ['Safe in room 12'] }),
})

/** Something that whoever wrote the plan found open or contradictory, and what was taken: to be settled by its owners. */
export const openQuestionSchema = z.strictObject({
  id: id.meta({ description: 'A short name.', examples: ['who-pays'] }),
  open: text.meta({ description: 'What is open.', examples: ['Who may spend money at night?'] }),
  chosen: text.meta({ description: 'What the plan does meanwhile.', examples: ['Whoever leads the incident'] }),
})

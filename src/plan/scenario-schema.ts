/** Something that may happen, and how the system comes back from it. Part of the schema of a plan. */
import { z } from 'zod'
import { idOf, text } from './identifier.ts'
import { phaseSchema, validationSchema } from './phase-schema.ts'
import { delayField } from './time-field.ts'

export const scenarioSchema = z.strictObject({
  title: text.meta({ description: 'What has happened, as people read it.', examples: ['Database corruption'] }),
  aliases: z
    .array(text)
    .default([])
    .meta({ description: 'What people may write for it in `/dr declare`.', examples: [['S1', 'corruption']] }),
  category: idOf('a category')
    .optional()
    .meta({ description: 'Kind of risk that it belongs to.', examples: ['software'] }),
  impact: text.optional().meta({ description: 'What it means for whom.', examples: ['No order can be placed'] }),
  response: text.optional().meta({
    description: 'The way out in one sentence.',
    examples: ['Restore the newest verified backup and replay the orders since'],
  }),
  symptoms: z
    .array(text)
    .default([])
    .meta({ description: 'What people see when it happens.', examples: [['Orders show wrong totals']] }),
  severity: idOf('a severity')
    .optional()
    .meta({ description: 'Severity of a declaration that names none.', examples: ['critical'] }),
  rto: delayField.optional().meta({
    description: "Recovery time objective of this scenario, in place of the plan's.",
    examples: ['2 hours'],
  }),
  rpo: delayField.optional().meta({
    description: "Recovery point objective of this scenario, in place of the plan's.",
    examples: ['30 min'],
  }),
  policy: idOf('a policy')
    .optional()
    .meta({ description: "Escalation policy of this scenario, in place of the plan's.", examples: ['main'] }),
  components: z
    .array(idOf('a component'))
    .default([])
    .meta({ description: 'What is out of order from the start.', examples: [['database']] }),
  loses: z
    .array(idOf('a region'))
    .default([])
    .meta({ description: 'Regions that are lost with all that lies in them.', examples: [['frankfurt']] }),
  phases: z
    .array(phaseSchema)
    .default([])
    .meta({
      description: 'The recovery, phase by phase.',
      examples: [
        [
          {
            id: 'assess',
            title: 'Find out what is broken',
            steps: [{ id: 'look', title: 'See how far it reaches', manual: 'Compare orders with payments' }],
          },
        ],
      ],
    }),
  validation: validationSchema.default([]).meta({
    description: 'What must have passed, or been waived with a reason, before the incident can be resolved.',
    examples: [[{ id: 'orders-there', title: 'The newest orders are there', manual: 'Open the last ten orders' }]],
  }),
  backups: z
    .array(idOf('a backup set'))
    .default([])
    .meta({
      description:
        'Sets whose newest usable backup is the last point that can be restored; it is looked up when the incident is declared.',
      examples: [['orders']],
    }),
})
export type Scenario = z.output<typeof scenarioSchema>

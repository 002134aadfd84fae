/** What laws and standards demand of a plan, tied to the part of it that answers. Part of the schema of a plan. */
import { z } from 'zod'
import { DRILL_PERIODS, type DrillPeriod } from './drill-schema.ts'
import { idOf, text } from './identifier.ts'
import { delayField } from './time-field.ts'

/** What of an archive of evidence can show that a demand is met (docs/evidence.md). */
const PROOFS = [
  'plan',
  'journal',
  'reports',
  'incidents',
  'approvals',
  'access',
  'backups',
  'drills',
  'notices',
  'erasures',
] as const

const demand = z.strictObject({
  text: text.meta({ description: 'What is demanded, in words.', examples: ['Recovery is practised every year'] }),
  keepBackups: delayField.optional().meta({
    description: 'Backups are to be kept for so long at least.',
    examples: ['30 days'],
  }),
  notifyWithin: delayField.optional().meta({
    description: 'A notice is to be sent within so long, counted from where that notice counts.',
    examples: ['72 hours'],
  }),
  notice: idOf('a notice')
    .optional()
    .meta({ description: 'The notice that does it.', examples: ['customers'] }),
  drillEvery: z
    .enum(Object.keys(DRILL_PERIODS) as [DrillPeriod, ...DrillPeriod[]])
    .optional()
    .meta({ description: 'Drills are to be held at least so often.', examples: ['year'] }),
  shownBy: z
    .array(z.enum(PROOFS))
    .min(1)
    .optional()
    .meta({
      description:
        'What of an archive of evidence shows that it is met, besides what follows from the figures here: the plan itself, the journal, the reports of drills, or one of the registers.',
      examples: [['journal', 'approvals']],
    }),
})

export const complianceSchema = z.strictObject({
  standard: text.meta({ description: 'The law or standard.', examples: ['SOC 2 Type II'] }),
  demands: z
    .array(demand)
    .min(1)
    .meta({
      description: 'What it asks for; `muster check` compares the figures with the plan.',
      examples: [[{ text: 'Recovery is practised every year', drillEvery: 'year' }]],
    }),
})

/**
 * The plan format, version 1: what a team writes down, as a strict schema. Unknown keys are errors; times may be written in every
 * notation of `time.ts` and arrive here as milliseconds. References between parts are checked in `references.ts`. Descriptions and examples are what
 * people read: docs/plan-reference.md and the hints of editors are made of them.
 *
 * Promises shape, not sense: whether a plan can keep its objectives is for `src/check`.
 */
import { z } from 'zod'
import { backupPart } from './backup-part.ts'
import { detectionPart } from './detection-part.ts'
import { id, text, zone } from './identifier.ts'
import { paperPart } from './paper-part.ts'
import { peoplePart } from './people-part.ts'
import { practicePart } from './practice-part.ts'
import { promisePart } from './promise-part.ts'
import { recoveryPart } from './recovery-part.ts'
import { tellingPart } from './telling-part.ts'

export { AUDIENCE_MEANS, type AudienceMeans, type Notice, type Question } from './notice-schema.ts'
export { PAGERDUTY_SEVERITIES } from './objectives-schema.ts'
export type { Vendor } from './outside-schema.ts'
export { type Level, type Means, PERSON_MEANS, type Policy, personSchema, type Target } from './people-schema.ts'
export type { Scenario } from './scenario-schema.ts'

const about = {
  muster: z.literal(1).meta({ description: 'Version of this format.', examples: [1] }),
  id: id.meta({ description: 'By this name commands know the plan.', examples: ['shop'] }),
  include: z
    .array(id)
    .default([])
    .meta({
      description:
        'Files of the folder `shared` beside this one, without `.yaml`: what they have is part of this plan.',
      examples: [['gdpr']],
    }),
  draft: z
    .boolean()
    .default(false)
    .meta({
      description:
        'A draft may have people who cannot be reached; it is for reading and the sandbox, and runs nothing.',
      examples: [true],
    }),
  system: z
    .strictObject({
      name: text.meta({ description: 'As people inside call it.', examples: ['Web shop'] }),
      publicName: text
        .optional()
        .meta({ description: 'As the public knows it. Left out: its name.', examples: ['The Shop'] }),
    })
    .meta({ description: 'What the plan is for.', examples: [{ name: 'Web shop', publicName: 'The Shop' }] }),
  version: text.optional().meta({ description: 'Version of the plan, in quotes.', examples: ['2.1'] }),
  updated: text.optional().meta({ description: 'When it was last changed.', examples: ['2026-11-07'] }),
  review: text
    .optional()
    .meta({ description: 'When it is next looked through, or how often.', examples: ['quarterly'] }),
  classification: text.optional().meta({ description: 'Who may read it.', examples: ['Internal'] }),
  zone: zone.default('UTC').meta({
    description: 'IANA zone of times that are written without one.',
    examples: ['Europe/Berlin'],
  }),
}

export const planSchema = z.strictObject({
  ...about,
  ...promisePart,
  ...peoplePart,
  ...tellingPart,
  ...recoveryPart,
  ...backupPart,
  ...detectionPart,
  ...practicePart,
  ...paperPart,
})

/** A plan as the program uses it: defaults filled in, times in milliseconds. */
export type Plan = z.output<typeof planSchema>
export type Person = Plan['people'][string]
export type Severity = Plan['severities'][number]

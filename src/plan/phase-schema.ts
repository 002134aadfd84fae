/**
 * A scenario's recovery as a plan writes it: phases of steps, sequences that several scenarios share, and the checks that must pass at the end. What the
 * defaults mean together (which step needs which) is worked out in `procedure.ts`.
 */
import { z } from 'zod'
import { id, idOf, text } from './identifier.ts'
import { checkSchema, conditionSchema, stepSchema } from './step-schema.ts'
import { windowField } from './time-field.ts'

export const includeSchema = z.strictObject({
  sequence: idOf('a sequence').meta({
    description: 'All steps of this sequence stand here.',
    examples: ['restore-database'],
  }),
  as: id.optional().meta({
    description: 'Set before the ids of its steps, so that a scenario can have it twice: `again-restore`.',
    examples: ['again'],
  }),
  needs: z
    .array(idOf('a step'))
    .optional()
    .meta({ description: 'What its first step needs.', examples: [['look']] }),
  when: conditionSchema.optional().meta({
    description: 'Only if this holds, for all of its steps.',
    examples: [{ chosen: { way: 'restore' } }],
  }),
})
const entry = z.union([stepSchema, includeSchema])
export type Entry = z.output<typeof entry>

export const sequenceSchema = z.strictObject({
  title: text.meta({ description: 'What its steps do together.', examples: ['Restore the database'] }),
  steps: z
    .array(stepSchema)
    .min(1)
    .meta({
      description: 'Its steps.',
      examples: [[{ id: 'stop', title: 'Stop the shop', manual: 'Take it off the load balancer' }]],
    }),
})

/** Streams of work that customers are told of. */
export const STREAMS = ['infrastructure', 'data', 'services'] as const
export type Stream = (typeof STREAMS)[number]

export const phaseSchema = z.strictObject({
  id: id.meta({ description: 'Of its own in the scenario.', examples: ['assess'] }),
  title: text.meta({ description: 'As people read it.', examples: ['Find out what is broken'] }),
  // Told, not enforced (R91).
  window: windowField.optional().meta({
    description: 'From when to when after the declaration it should be under way; told, not enforced.',
    examples: ['0-15 minutes'],
  }),
  // For progress messages (R73).
  stream: z
    .enum(STREAMS)
    .optional()
    .meta({
      description: 'Stream of work that its steps bring forward, of which customers are told.',
      examples: ['data'],
    }),
  steps: z
    .array(entry)
    .min(1)
    .meta({
      description: 'Its steps, and sequences that stand for steps.',
      examples: [
        [
          { id: 'tell', title: 'Tell the provider', manual: 'Open a case with priority High' },
          { sequence: 'restore-database', as: 'again' },
        ],
      ],
    }),
})

/** Checks that must have passed, or been waived by name, before the incident can be resolved. */
export const validationSchema = z.array(z.union([checkSchema, includeSchema]))

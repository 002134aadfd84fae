/** What is handed to an action and taken from it: values, files, secrets. Part of the schema of a plan. */
import { z } from 'zod'
import { id, idOf, text } from './identifier.ts'

export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'write the name of an environment variable, such as API_TOKEN')
  .meta({ title: 'name of an environment variable' })

/** A value of the plan's `values`: a default, what somebody entered, or what an earlier action captured. */
export const valueReference = z.strictObject({
  value: idOf('a value').meta({
    description: 'A value of the plan: its default, what somebody entered, or what an earlier action captured.',
    examples: ['host'],
  }),
})
/** A file that a `backup` action of the same step has fetched. */
export const fileReference = z.strictObject({
  file: id.meta({
    description: 'A file that a `backup` action of the same step has fetched.',
    examples: ['dump'],
  }),
})
/** Read where the action runs and masked in everything that leaves it: from an environment variable or a file. */
export const secretReference = z.union([
  z.strictObject({
    secret: variableName.meta({
      description: 'Read from this environment variable where the action runs, and masked in all that leaves it.',
      examples: ['SHOP_TOKEN'],
    }),
  }),
  z.strictObject({
    secretFile: text.meta({ description: 'Likewise, from this file.', examples: ['/run/secrets/shop-token'] }),
  }),
])
export type SecretReference = z.output<typeof secretReference>

export const written = z.string().meta({ title: 'text' })
export const argument = z.union([written, valueReference, fileReference])
export const handed = z.union([written, valueReference, fileReference, secretReference])

/** Where a value comes from in a text: all of it (blanks around it cut), the first group (or match) of a pattern, or a place in JSON such as `items[0].id`. */
export const capture = z.record(
  idOf('a value'),
  z.union([
    z.literal('all'),
    z.strictObject({
      match: text.meta({ description: 'The first group, or the match, of this pattern.', examples: ['id=(\\d+)'] }),
    }),
    z.strictObject({
      json: text.meta({ description: 'What stands at this place of JSON.', examples: ['items[0].id'] }),
    }),
  ]),
)

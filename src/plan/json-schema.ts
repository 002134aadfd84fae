/** The plan format as JSON Schema, for editors: completion, what each field means, and a first check while a plan is being written. */
import { z } from 'zod'
import { planSchema } from './schema.ts'
import { writtenDefault } from './written-default.ts'

/** JSON Schema (draft 2020-12) of what may be written, before defaults are filled in. The parser checks more than it can say. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(planSchema, {
    io: 'input',
    reused: 'ref',
    // Of what is made into something else, zod takes both for the outcome's and leaves them out; ours are as a plan is written.
    override: ({ zodSchema, jsonSchema }) => {
      const written = { default: writtenDefault(zodSchema), examples: z.globalRegistry.get(zodSchema)?.examples }
      for (const [key, value] of Object.entries(written)) if (value !== undefined) jsonSchema[key] = value
    },
  })
  return { $schema, title: 'Muster plan, format 1', ...schema }
}

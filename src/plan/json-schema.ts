/** The plan format as JSON Schema, for editors: completion and a first check while a plan is being written. */
import { z } from 'zod'
import { planSchema } from './schema.ts'

/** JSON Schema (draft 2020-12) of what may be written, before defaults are filled in. The parser checks more than it can say. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(planSchema, { io: 'input', reused: 'ref' })
  return { $schema, title: 'Muster plan, format 1', ...schema }
}

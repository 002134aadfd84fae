/** Defaults of the plan's schema as a plan would write them. Promises lengths of time in words: a number of milliseconds would be refused in a plan. */
import { z } from 'zod'
import { formatDuration } from './length.ts'
import { delayField } from './time-field.ts'

/** Undefined: there is none. */
export function writtenDefault(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodPrefault) return schema.def.defaultValue
  return schema instanceof z.ZodDefault ? asWritten(schema.unwrap() as z.ZodType, schema.def.defaultValue) : undefined
}

function asWritten(schema: z.ZodType, value: unknown): unknown {
  if (isLength(schema) && typeof value === 'number') return value === 0 ? 0 : formatDuration(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const blocks = (schema instanceof z.ZodUnion ? schema.options : [schema]).filter((one) => one instanceof z.ZodObject)
  const fields = blocks[0]?.shape as Record<string, z.ZodType> | undefined
  return fields
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asWritten(fields[key] ?? z.any(), inner)]))
    : value
}

const isLength = (schema: z.ZodType): boolean => schema instanceof z.ZodPipe && schema.in === delayField.in

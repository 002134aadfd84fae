/**
 * What the plan's schema says of each field, as rows for people to read: name, type, default, meaning, examples. Promises every field that can be written,
 * blocks within blocks included, up to blocks that have a heading of their own.
 */
import { z } from 'zod'
import { writtenDefault } from '../../src/plan/written-default.ts'

export interface Field {
  /** From its block: `to[].person` is the `person` of each entry of the list `to`, `env.<name>` stands for any name. */
  name: string
  /** In Markdown. */
  type: string
  needed: 'required' | 'one-of' | 'optional'
  /** As a plan would write it; undefined: none. */
  default: unknown
  description: string | undefined
  examples: unknown[]
  /** The block that it is a key of. */
  block: z.ZodObject
  key: string
}

/** Blocks that have a heading of their own, with the link to it. */
export type Headed = ReadonlyMap<z.ZodType, string>

/** @param alternative true: the block is one of several kinds, and its first required key says which. */
export function fieldsOf(block: z.ZodObject, headed: Headed, alternative = false, prefix = ''): Field[] {
  const shape = Object.entries(block.shape as Record<string, z.ZodType>)
  const marker = alternative ? shape.find(([, schema]) => isRequired(schema))?.[0] : undefined
  return shape.flatMap(([key, schema]) => {
    const { description, examples } = (schema.meta() ?? {}) as { description?: string; examples?: unknown[] }
    const field: Field = {
      name: prefix + key,
      type: typeOf(schema, headed),
      needed: key === marker ? 'one-of' : isRequired(schema) ? 'required' : 'optional',
      default: writtenDefault(schema),
      description,
      examples: examples ?? [],
      block,
      key,
    }
    return [field, ...fieldsWithin(schema, headed, prefix + key)]
  })
}

/** Those of the blocks that stand under a key, of which each kind is told once. */
function fieldsWithin(schema: z.ZodType, headed: Headed, name: string): Field[] {
  const found = blocksUnder(schema, headed, '')
  const fields = found.flatMap(({ block, at }) => fieldsOf(block, headed, found.length > 1, `${name}${at}.`))
  return fields.filter((field, index) => fields.findIndex((other) => other.name === field.name) === index)
}

function blocksUnder(schema: z.ZodType, headed: Headed, at: string): { block: z.ZodObject; at: string }[] {
  const inner = unwrapped(schema)
  if (headed.has(inner)) return []
  if (inner instanceof z.ZodObject) return [{ block: inner, at }]
  if (inner instanceof z.ZodArray) return blocksUnder(inner.element as z.ZodType, headed, `${at}[]`)
  if (inner instanceof z.ZodRecord)
    return blocksUnder(inner.valueType as z.ZodType, headed, `${at}.<${shortKeyName(inner)}>`)
  return inner instanceof z.ZodUnion ? inner.options.flatMap((one) => blocksUnder(one as z.ZodType, headed, at)) : []
}

const isRequired = (schema: z.ZodType): boolean => !schema.safeParse(undefined).success

/** Without what makes it optional, and before what is made of it. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrapped(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodPipe ? unwrapped(schema.in as z.ZodType) : schema
}

function typeOf(schema: z.ZodType, headed: Headed): string {
  const title = titleOf(schema)
  const inner = unwrapped(schema)
  const link = headed.get(inner)
  if (link !== undefined) return link
  if (title !== undefined) return title
  if (inner instanceof z.ZodEnum) return oneOf(inner.options.map((one) => `\`${one}\``))
  if (inner instanceof z.ZodLiteral) return oneOf([...inner.values].map((one) => `\`${one}\``))
  if (inner instanceof z.ZodBoolean) return '`true` or `false`'
  if (inner instanceof z.ZodNull) return '`null`'
  if (inner instanceof z.ZodNumber) return numberType(inner)
  if (inner instanceof z.ZodArray) return `list, each ${withArticle(typeOf(inner.element as z.ZodType, headed))}`
  if (inner instanceof z.ZodRecord)
    return `block, by ${definite(keyName(inner))}, each ${withArticle(typeOf(inner.valueType as z.ZodType, headed))}`
  if (inner instanceof z.ZodUnion)
    return oneOf([...new Set(inner.options.map((one) => typeOf(one as z.ZodType, headed)))])
  return 'block'
}

/** The title nearest to the outside. */
function titleOf(schema: z.ZodType): string | undefined {
  const own = schema.meta()?.title
  if (own !== undefined) return own
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return titleOf(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodPipe ? titleOf(schema.in as z.ZodType) : undefined
}

const keyName = (record: z.ZodRecord): string =>
  (titleOf(record.keyType as z.ZodType) ?? 'name').replace(/^text$/, 'name')

/** `value` for the `id of a value`. */
const shortKeyName = (record: z.ZodRecord): string => keyName(record).replace(/^id of an? |(?<=^name) .*/g, '')

function numberType(schema: z.ZodNumber): string {
  const kind = schema.format === null ? 'number' : 'whole number'
  const { minValue: min, maxValue: max } = schema
  const [hasMin, hasMax] = [min, max].map((bound) => bound !== null && Math.abs(bound) < Number.MAX_SAFE_INTEGER)
  if (hasMin && hasMax) return `${kind}, ${min} to ${max}`
  return hasMin ? `${kind}, ${min} or more` : kind
}

/** Of links, whose text has one, and words of a choice as they are. */
function withArticle(type: string): string {
  if (type.startsWith('[')) return type
  if (type.startsWith('`')) return type.includes(' or ') ? `one of ${type}` : type
  if (/^(id|name) of/.test(type)) return definite(type)
  return /^[aei]/.test(type) ? `an ${type}` : `a ${type}`
}

const definite = (words: string): string => (/^(id|name) of/.test(words) ? `the ${words}` : words)

/** With a comma before the last one where the others have an "or" or a comma of their own. */
function oneOf(words: string[]): string {
  if (words.length < 2) return words.join('')
  const others = words.slice(0, -1)
  return `${others.join(', ')}${others.some((word) => /, | or /.test(word)) ? ',' : ''} or ${words.at(-1)}`
}

/**
 * What a schema allows at a place of some data: where it allows several things, the one that the data was most likely meant to be. Promises to go by which
 * keys are there, not by how wrong the rest is. Knows no particular schema.
 */
import { z } from 'zod'
import { nearest } from './nearest.ts'
import type { Path } from './problem.ts'

/** All that is allowed at a path; of several kinds of blocks the one that the data there is, first, when that can be told. */
export interface Allowed {
  schemas: z.ZodType[]
  /** The kinds of blocks, as the schema names them. */
  blocks: z.ZodObject[]
  /** What the data there was meant to be; undefined when it is no block, or like none of them. */
  meant: z.ZodObject | undefined
}

export function allowedAt(schema: z.ZodType, data: unknown, path: Path): Allowed {
  let here = data
  let allowed = allowedHere(unfold(schema), here)
  for (const part of path) {
    here = asObject(here)[part]
    const from = allowed.meant ? [allowed.meant] : allowed.schemas
    allowed = allowedHere(
      from.flatMap((one) => step(one, part)),
      here,
    )
  }
  return allowed
}

/** Keys that must be there and that no other kind of block has: they say which kind it is. */
export function markers(block: z.ZodObject, blocks: readonly z.ZodObject[]): string[] {
  return ownKeys(block, blocks).filter((key) => !isOptional(block.shape[key] as z.ZodType))
}

const isOptional = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault

export const asObject = (value: unknown): Record<string | number, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>) : {}

function allowedHere(schemas: z.ZodType[], data: unknown): Allowed {
  const blocks = schemas.filter((one) => one instanceof z.ZodObject)
  return { schemas, blocks, meant: isBlock(data) ? likeliest(blocks, data) : undefined }
}

const isBlock = (data: unknown): data is object => typeof data === 'object' && data !== null && !Array.isArray(data)

function likeliest(blocks: z.ZodObject[], data: object): z.ZodObject | undefined {
  if (blocks.length < 2) return blocks[0]
  const named = blocks.find((block) => saysSo(block, asObject(data)))
  if (named) return named
  const keys = Object.keys(data)
  // By share, because one of one mark says more than one of two.
  const rated = (names: (block: z.ZodObject) => string[], counts: (key: string, names: string[]) => boolean) =>
    best(blocks, (block) => {
      const own = names(block)
      return own.length === 0 ? 0 : keys.filter((key) => counts(key, own)).length / own.length
    })
  const isOne = (key: string, names: string[]) => names.includes(key)
  const isLikeOne = (key: string, names: string[]) => nearest(key, names) !== undefined
  const marking = (block: z.ZodObject) => markers(block, blocks)
  const own = (block: z.ZodObject) => ownKeys(block, blocks)
  return rated(marking, isOne) ?? rated(marking, isLikeOne) ?? rated(own, isOne) ?? rated(own, isLikeOne)
}

/** A key whose one possible word names the kind, such as `kind: number`. */
export const saysSo = (block: z.ZodObject, data: Record<string | number, unknown>): boolean =>
  Object.entries(block.shape).some(
    ([key, schema]) => schema instanceof z.ZodLiteral && schema.values.has(data[key] as z.core.util.Literal),
  )

/** The first with the highest rating; undefined when none has any. */
function best<T>(items: T[], rate: (item: T) => number): T | undefined {
  const rates = items.map(rate)
  const highest = Math.max(...rates)
  return highest > 0 ? items[rates.indexOf(highest)] : undefined
}

function ownKeys(block: z.ZodObject, blocks: readonly z.ZodObject[]): string[] {
  const others = new Set(blocks.flatMap((other) => (other === block ? [] : Object.keys(other.shape))))
  return Object.keys(block.shape).filter((key) => !others.has(key))
}

const step = (schema: z.ZodType, part: string | number): z.ZodType[] => unfold(child(schema, part))

function child(schema: z.ZodType, part: string | number): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.ZodType>)[part]
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType
  return schema instanceof z.ZodArray ? (schema.element as z.ZodType) : undefined
}

/** What the schema gives as examples of what belongs at a path. */
export function examplesAt(schema: z.ZodType, data: unknown, path: Path): unknown[] {
  const part = path.at(-1)
  if (part === undefined) return []
  const { schemas, meant } = allowedAt(schema, data, path.slice(0, -1))
  return (meant ? [meant] : schemas).flatMap((one) => examplesOf(child(one, part)))
}

/** Those of the field itself, else of what it wraps. */
function examplesOf(schema: z.ZodType | undefined): unknown[] {
  const own = schema?.meta()?.examples
  if (Array.isArray(own)) return own
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
  return isWrapped ? examplesOf(schema.unwrap() as z.ZodType) : []
}

/** A schema without its optional and default wrappings; a union as its alternatives. */
function unfold(schema: z.ZodType | undefined): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unfold(schema.unwrap() as z.ZodType)
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unfold(option as z.ZodType))
  if (schema instanceof z.ZodPipe) return unfold(schema.in as z.ZodType)
  return schema ? [schema] : []
}

/** docs/plan-reference.md is the schema's, whole, and what it shows as an example can be written. */
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { z } from 'zod'
import { allFields, planReference, SMALLEST_PLAN } from '../../scripts/plan-reference/page.ts'
import { SECTIONS } from '../../scripts/plan-reference/sections.ts'
import { blockYaml, flowYaml } from '../../scripts/plan-reference/yaml-text.ts'
import { judgePlan } from '../../src/check/check.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import type { Path } from '../../src/plan/problem.ts'
import { planSchema } from '../../src/plan/schema.ts'
import { allowedAt } from '../../src/plan/schema-places.ts'

type Data = Record<string | number, unknown>

const fields = allFields()
const named = (field: (typeof fields)[number]) => field.name

it('is up to date; else run scripts/generate-plan-reference.ts', async () => {
  const file = new URL('../../docs/plan-reference.md', import.meta.url)
  expect(await readFile(file, 'utf8')).toBe(planReference())
})

it('has every key of the plan once', () => {
  const keys = SECTIONS.flatMap((section) => section.keys)
  expect(keys.toSorted()).toEqual(Object.keys(planSchema.shape).toSorted())
})

it('says of every field what it means, with an example', () => {
  expect(fields.length).toBeGreaterThan(300)
  expect(fields.filter(({ description }) => !/^\S.*\S$/s.test(description ?? '')).map(named)).toEqual([])
  expect(fields.filter(({ examples }) => examples.length === 0).map(named)).toEqual([])
})

it('begins with a plan that has no error', () => {
  const parsed = parsePlan(SMALLEST_PLAN, 'shop.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  expect(parsed.warnings).toEqual([])
  expect(judgePlan(parsed.plan, Date.UTC(2026, 10, 28)).filter(({ level }) => level === 'error')).toEqual([])
})

it('writes examples so that they are read back as they are', () => {
  for (const example of fields.flatMap(({ examples }) => examples)) {
    expect(parse(flowYaml(example))).toEqual(example)
    expect(parse(blockYaml({ example }))).toEqual({ example })
  }
})

describe('the examples', () => {
  it('of all sections together are a plan', () => {
    expect(faultsOf(TOGETHER)).toEqual([])
  })

  it('can each be written in their place', () => {
    const places = placesIn(TOGETHER)
    let open = fields.flatMap((field) => field.examples.map((example) => ({ field, example })))
    // Some places are only there once the example of the field around them is.
    for (let before = Number.POSITIVE_INFINITY; open.length < before; ) {
      before = open.length
      open = open.filter(({ field, example }) => {
        const written = (places.get(field.block) ?? []).values().flatMap((place) => variants(place, field.key, example))
        const whole = written.find((data) => faultsOf(data).length === 0)
        for (const [block, found] of whole ? placesIn(whole) : []) if (!places.has(block)) places.set(block, found)
        return whole === undefined
      })
    }
    expect(open.map(({ field, example }) => `${field.name}: ${flowYaml(example)}`)).toEqual([])
    // Some hundred whole plans are read.
  }, 120_000)
})

const TOGETHER: Data = Object.fromEntries(
  Object.entries(planSchema.shape).map(([key, schema]) => [
    key,
    (schema.meta() as { examples: unknown[] }).examples[0],
  ]),
)

function faultsOf(data: Data): string[] {
  const fragments = [{ name: 'gdpr', file: 'shared/gdpr.yaml', text: 'places: { archive: { label: Archive } }' }]
  const parsed = parsePlan(stringify(data), 'shop.yaml', { people: {} }, fragments)
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`)
}

interface Place {
  data: Data
  path: Path
}

/** Where blocks of each kind stand in a plan. */
function placesIn(data: Data): Map<z.ZodObject, Place[]> {
  const found = new Map<z.ZodObject, Place[]>()
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== 'object' || value === null) return
    const { meant } = allowedAt(planSchema, data, path)
    if (meant) found.set(meant, [...(found.get(meant) ?? []), { data, path }])
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value)
    for (const key of keys) visit((value as Data)[key], [...path, key])
  }
  visit(data, [])
  return found
}

/** Keys of which a block has one, and what some keys need beside them. */
const ONE_OF = [
  ['do', 'manual', 'decide'],
  ['every', 'schedule'],
  ['json', 'body'],
  ['bucket', 'path'],
]
const WITH: Data = { shell: { command: './dump.sh | gzip' } }

/** The plan with an example put in, as it is and with what it excludes taken out. */
function variants({ data, path }: Place, key: string, example: unknown): Data[] {
  return [[], ONE_OF.find((keys) => keys.includes(key)) ?? []].map((others) => {
    const plan = structuredClone(data)
    const block = path.reduce<Data>((holder, part) => holder[part] as Data, plan)
    for (const other of others) delete block[other]
    Object.assign(block, WITH[key], { [key]: example })
    return plan
  })
}

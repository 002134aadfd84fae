import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { planJsonSchema } from '../../src/plan/json-schema.ts'

it('docs/plan.schema.json is up to date; else run scripts/generate-plan-schema.ts', async () => {
  const file = new URL('../../docs/plan.schema.json', import.meta.url)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(planJsonSchema())
})

it('asks for what must be written and not for what has a default', () => {
  const { required, properties, $defs } = planJsonSchema() as {
    required: string[]
    properties: Record<string, { allOf?: { $ref: string }[]; $ref?: string }>
    $defs: Record<string, object>
  }
  expect(required).toEqual([
    'muster',
    'id',
    'system',
    'objectives',
    'severities',
    'people',
    'roles',
    'commander',
    'scenarios',
  ])
  const { $ref = '', allOf } = properties.reopenWithin ?? {}
  const name = ($ref || (allOf?.[0]?.$ref ?? '')).replace('#/$defs/', '')
  expect($defs[name]).toMatchObject({ examples: expect.arrayContaining(['15 min']) })
})

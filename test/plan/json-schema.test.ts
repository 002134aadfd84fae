import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { planJsonSchema } from '../../src/plan/json-schema.ts'

it('docs/plan.schema.json is up to date; else run scripts/generate-plan-schema.ts', async () => {
  const file = new URL('../../docs/plan.schema.json', import.meta.url)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(planJsonSchema())
})

it('asks for what must be written and not for what has a default', () => {
  expect(planJsonSchema().required).toEqual([
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
})

it('tells editors what a field means, with an example, and its default as a plan would write it', () => {
  const { properties } = planJsonSchema() as { properties: Record<string, object> }
  expect(properties.reopenWithin).toMatchObject({
    description: 'How long a resolved incident can be opened again under the same id.',
    examples: ['3 days'],
    default: '7 d',
  })
})

/** Values that nobody is there to find out: whatever a plan declares, the made-up text is allowed, so that no step waits for it. */
import { expect, it } from 'vitest'
import type { ValueSpec } from '../../src/plan/runner-schema.ts'
import { checkValue } from '../../src/plan/values.ts'
import { textLike } from '../../src/rehearsal/world/pattern-text.ts'
import { placeholder } from '../../src/rehearsal/world/placeholder.ts'
import { examplePlan } from './rehearsing.ts'

it.each(['mcp-debate', 'dhafnck-mcp', 'puo-memo', 'sentia-mcp', 'patient'])('%s: allows every one', async (name) => {
  const { values } = await examplePlan(name)
  for (const [id, spec] of Object.entries(values))
    expect(checkValue(spec, placeholder(spec)), id).toMatchObject({ ok: true })
})

it.each([
  'abc',
  '[a-z]+',
  'vpc-[0-9a-f]{8}',
  'v\\d+\\.\\d+(\\.\\d+)?',
  '(?:red|green)-[^-\\s]{2,5}',
  '[A-Z]{3}[0-9]*',
  'shop/shop-[0-9TZ]+\\.dump',
  '\\w+@[a-z.]+',
  '.{4}',
])('makes a text that %s takes', (pattern) => {
  expect(textLike(pattern)).toMatch(new RegExp(`^(?:${pattern})$`, 'u'))
})

it.each(['(?=a)b', 'a)', '[b'])('says that it does not understand %s', (pattern) => {
  expect(textLike(pattern)).toBeUndefined()
})

it('takes the least number that is allowed, and the first choice', () => {
  const number = (more: object) => placeholder({ kind: 'number', label: 'n', ...more } as ValueSpec)
  expect([number({ min: 5 }), number({ max: 0 }), number({})]).toEqual(['5', '0', '1'])
  expect(placeholder({ kind: 'choice', label: 'c', options: ['b', 'a'] } as ValueSpec)).toBe('b')
})

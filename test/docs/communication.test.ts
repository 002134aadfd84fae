/** The guide to communication shows YAML that is a plan, and names commands that there are. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { findCommand } from '../../commands/registry.ts'
import { noticesRules } from '../../src/check/notices/rules.ts'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { drCalls, firstWord } from './documents.ts'

const guide = readFileSync('docs/communication.md', 'utf8')
const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => parse(yaml) as Partial<Plan>)

it.each(examples.map((example, index) => ({ index, example })))('its YAML $index is part of a plan', ({ example }) => {
  const roles = {
    ...testPlanInput.roles,
    'communication-manager': { label: 'Communication manager', holders: ['tina'] },
  }
  const plan = planSchema.parse({
    ...testPlanInput,
    roles,
    statusPage: { url: 'https://status.example.com' },
    ...example,
  })
  const found = noticesRules.flatMap((rule) =>
    rule.judge({ plan, data: plan, nowMs: Date.UTC(2026, 10, 7) }).map(({ message }) => message),
  )
  expect(found).toEqual([])
})

it('calls commands that there are', () => {
  expect(drCalls(guide).length).toBeGreaterThan(8)
  expect(drCalls(guide).filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
})

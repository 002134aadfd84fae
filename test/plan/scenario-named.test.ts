/** Scenarios by any of their names. */
import { expect, it } from 'vitest'
import { scenarioNamed } from '../../src/plan/scenario-named.ts'
import type { Plan } from '../../src/plan/schema.ts'

const scenario = (title: string, aliases: string[]) => ({ title, aliases }) as unknown as Plan['scenarios'][string]
const scenarios = { fire: scenario('The house burns', ['S1', 'flood']), flood: scenario('Water', ['S2']) }

it.each([
  ['fire', 'fire'],
  ['FIRE', 'fire'],
  ['the house burns', 'fire'],
  ['s2', 'flood'],
  ['flood', 'flood'],
  ['storm', undefined],
  ['', undefined],
])('"%s" is %s', (word, id) => {
  expect(scenarioNamed({ scenarios }, word)).toBe(id)
})

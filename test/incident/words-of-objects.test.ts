/** Words that every object knows, such as `constructor`, name nothing of a plan. */
import { expect, it } from 'vitest'
import { startStory } from './story.ts'
import { testPlan } from './test-plan.ts'

const word = 'constructor'

it.each([{ scenario: word }, { mode: 'drill', drill: word }, { components: [word] }] as const)(
  'is not declared with %j',
  (declare) => {
    expect(
      startStory(testPlan(), { declare: { ...declare, components: [...(declare.components ?? [])] } }).events,
    ).toEqual([])
  },
)

it.each([
  [{ type: 'set-scenario', scenario: word }, 'no scenario'],
  [{ type: 'assign-role', role: word, person: 'olga' }, 'no role'],
  [{ type: 'assign-role', role: 'dba', person: word }, 'nobody called'],
  [{ type: 'page-person', person: word }, 'nobody called'],
  [{ type: 'decline', to: word }, 'nobody called'],
  [{ type: 'give-value', name: word, text: { private: 'x' } }, 'no value'],
] as const)('is refused in %j', (command, why) => {
  expect(startStory(testPlan()).ask(command)).toMatchObject({
    ok: false,
    why: expect.stringContaining(`${why} ${word}`),
  })
})

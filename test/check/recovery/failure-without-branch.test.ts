import { expect, it } from 'vitest'
import { failureWithoutBranch } from '../../../src/check/recovery/failure-without-branch.ts'
import { exampleSubject, told } from '../base-plan.ts'

const wipe = (id: string) => `{ id: ${id}, title: Wipe, risk: destructive, do: [{ command: [wipe] }] }`

it('gathers the steps that fail in the same scenarios', () => {
  const subject = exampleSubject(`
sequences:
  one: { title: One, steps: [${wipe('a')}] }
  two: { title: Two, steps: [${wipe('b')}] }
scenarios:
  fire: { phases: [{ id: a, title: A, steps: [{ sequence: one }, { sequence: two }, ${wipe('c')}] }] }
  flood: { title: Flood, phases: [{ id: a, title: A, steps: [{ sequence: one }, { sequence: two }] }] }
cards: { wipe: { title: Wipe, steps: [${wipe('d')}] } }
`)
  expect(failureWithoutBranch.judge(subject).map(told)).toEqual([
    'sequences.one.steps.0: when "a" or "b" fails, what comes after it waits, and nothing in the scenarios "fire" and "flood" says what to do then',
    'scenarios.fire.phases.0.steps.2: when "c" fails, what comes after it waits, and nothing in the scenario "fire" says what to do then',
  ])
})

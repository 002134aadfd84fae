import { expect, it } from 'vitest'
import { stepWithoutOwner } from '../../../src/check/recovery/step-without-owner.ts'
import { exampleSubject, told } from '../base-plan.ts'

it('tells a step of a shared sequence once, by the id that stands there, however often it is included', () => {
  const subject = exampleSubject(`
sequences: { call: { title: Call, steps: [{ id: call, title: Call, manual: Call them }] } }
scenarios:
  fire: { phases: [{ id: a, title: A, steps: [{ sequence: call }, { sequence: call, as: again }] }] }
  flood: { title: Flood, phases: [{ id: a, title: A, steps: [{ sequence: call }] }] }
`)
  expect(stepWithoutOwner.judge(subject).map(told)).toEqual([
    'sequences.call.steps.0: the step "call" waits for somebody to do it, and nobody is named',
  ])
})

it('gathers the steps of one list that wait for the same', () => {
  const subject = exampleSubject(`
scenarios:
  fire:
    phases:
      - id: a
        title: A
        steps:
          - { id: call, title: Call, manual: Call them }
          - { id: wipe, title: Wipe, do: [{ command: [wipe] }] }
          - { id: look, title: Look, manual: Look at it }
      - { id: b, title: B, steps: [{ id: tell, title: Tell, manual: Tell them }] }
`)
  expect(stepWithoutOwner.judge(subject).map(told)).toEqual([
    'scenarios.fire.phases.0.steps.0: the steps "call" and "look" wait for somebody to do them, and nobody is named',
    'scenarios.fire.phases.0.steps.1: the step "wipe" waits for somebody to start it, and nobody is named',
    'scenarios.fire.phases.1.steps.0: the step "tell" waits for somebody to do it, and nobody is named',
  ])
})

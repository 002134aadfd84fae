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

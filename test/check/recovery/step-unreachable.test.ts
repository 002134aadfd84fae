import { expect, it } from 'vitest'
import { stepUnreachable } from '../../../src/check/recovery/step-unreachable.ts'
import { exampleSubject, told } from '../base-plan.ts'

it('says what the conditions ask for, also those of the step whose failure opens it', () => {
  const subject = exampleSubject(`
values: { size: { kind: choice, label: Size, options: [small, large, huge] } }
sequences:
  big:
    title: Big
    steps: [{ id: lift, title: Lift, when: { value: size, equals: [large, huge] }, manual: Lift it }]
scenarios:
  fire:
    phases:
      - id: a
        title: A
        steps:
          - id: way
            title: Way
            decide: { question: Where?, options: [{ id: here, label: Here }, { id: there, label: There }] }
          - id: try
            title: Try
            when: { chosen: { way: here } }
            manual: Try it
            onFailure: { goto: [other] }
          - { id: other, title: Other, when: { chosen: { way: there } }, manual: Try otherwise }
          - { sequence: big, when: { value: size, equals: small } }
`)
  expect(stepUnreachable.judge(subject).map(told)).toEqual([
    'scenarios.fire.phases.0.steps.2: the step "other" is never done in the scenario "fire": its conditions ask for "there" and "here" in the decision "way" at once',
    'sequences.big.steps.0: the step "lift" is never done in the scenario "fire": its conditions ask for "small" and "large" or "huge" in the value "size" at once',
  ])
})

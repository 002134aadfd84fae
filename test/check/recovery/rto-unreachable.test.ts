import { expect, it } from 'vitest'
import { rtoUnreachable } from '../../../src/check/recovery/rto-unreachable.ts'
import { exampleSubject } from '../base-plan.ts'

const found = (example: string) =>
  rtoUnreachable.judge(exampleSubject(example)).map(({ step, message }) => [step, message])

const POLICY = `
policies:
  main: { stop: acknowledged, levels: [{ id: l, label: L, after: 2 min, to: [{ role: lead }], purpose: P }] }
policy: main
`

it('adds up the steps, the first answer, the approvals and the objections, and names the longest step', () => {
  const example = `${POLICY}
scenarios:
  fire:
    rto: 1 h
    phases:
      - id: a
        title: A
        steps:
          - { id: one, title: One, budget: 20 min, approval: { roles: [lead] }, do: [{ command: [a] }] }
          - { id: two, title: Two, budget: 30 min, risk: destructive, do: [{ command: [b] }] }
          - { id: three, title: Three, budget: 5 min, start: { after: 10 min }, do: [{ command: [c] }] }
`
  expect(found(example)).toEqual([
    [
      'two',
      '"fire" takes 76 min at least, 16 min more than its RTO of 60 min: 55 min of steps, 7 min until somebody answers, 4 min for 2 approvals and 10 min in which somebody may object',
    ],
  ])
})

it('says which failure makes it too long', () => {
  const example = `
scenarios:
  fire:
    rto: 50 min
    phases:
      - id: a
        title: A
        steps:
          - { id: look, title: Look, budget: 10 min, manual: Look }
          - id: restart
            title: Restart
            budget: 15 min
            do: [{ command: [a] }]
            onFailure: { choose: [rollback, repair] }
          - { id: rollback, title: Roll back, needs: [restart], budget: 30 min, do: [{ command: [b] }] }
          - { id: repair, title: Repair, needs: [restart], budget: 20 min, do: [{ command: [b] }] }
`
  expect(found(example)).toEqual([
    [
      'rollback',
      '"fire" takes 55 min at least, 5 min more than its RTO of 50 min: 55 min of steps, with those that a failure of "restart" opens; the steps alone are 5 min over',
    ],
  ])
})

it('lets what needs the step that fails wait for the way round it', () => {
  const example = `
scenarios:
  fire:
    rto: 50 min
    phases:
      - id: a
        title: A
        steps:
          - { id: restore, title: Restore, budget: 15 min, do: [{ command: [a] }], onFailure: { goto: [older] } }
          - { id: older, title: Older, budget: 20 min, manual: Take the one before }
          - { id: join, title: Join, needs: [restore], budget: 20 min, manual: Plug it in }
`
  expect(found(example)).toEqual([
    [
      'older',
      '"fire" takes 55 min at least, 5 min more than its RTO of 50 min: 55 min of steps, with those that a failure of "restore" opens; the steps alone are 5 min over',
    ],
  ])
})

it('counts a final check only where a step waits for it', () => {
  const withEnd = (end: string) => `
scenarios:
  fire:
    rto: 1 h
    phases: [{ id: a, title: A, steps: [{ id: restore, title: R, budget: 50 min, manual: R }${end}] }]
    validation: [{ id: check, title: C, needs: [restore], budget: 30 min, manual: C }]
`
  expect(found(withEnd(''))).toEqual([])
  expect(found(withEnd(', { id: end, title: E, needs: [check], manual: E }'))).toHaveLength(1)
})

import { expect, it } from 'vitest'
import { noLadder } from '../../../src/check/people/no-ladder.ts'
import { exampleSubject } from '../base-plan.ts'

const policy = (id: string) =>
  `${id}: { stop: acknowledged, levels: [{ id: ${id}-1, label: L, after: 0, to: [{ role: lead }], purpose: P }] }`

const found = (text: string) =>
  noLadder.judge(exampleSubject(text)).map(({ path, message, fix }) => [path.join('.'), message, fix])

it('mends a plan whose only ladder nothing names, and asks where there are two', () => {
  const message = 'nobody is ever paged: the plan names no escalation policy'
  expect(found(`policies: { ${policy('main')} }`)).toEqual([['policies', message, [{ path: ['policy'], to: 'main' }]]])
  expect(found(`policies: { ${policy('main')}, ${policy('small')} }`)).toEqual([['policies', message, undefined]])
})

it('names the severities that have none', () => {
  const text = `
severities: [{ id: a, label: A, rank: 1 }, { id: b, label: B, rank: 2 }, { id: c, label: C, rank: 3 }]
policies: { ${policy('main')} }
severityPolicies: { a: main }
`
  expect(found(text).map(([, message]) => message)).toEqual([
    'at severity "b" or "c" nobody is paged, except in scenarios with a policy of their own',
  ])
})

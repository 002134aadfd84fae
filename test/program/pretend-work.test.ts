import { expect, it } from 'vitest'
import type { Work } from '../../src/incident/recovery/work.ts'
import { actionSchema } from '../../src/plan/action-schema.ts'
import { valueSchema } from '../../src/plan/runner-schema.ts'
import { pretendWork, standInCaptures } from '../../src/program/pretend-work.ts'

const plan = {
  values: {
    host: valueSchema.parse({ kind: 'choice', label: 'Host', options: ['db-1', 'db-2'] }),
    count: valueSchema.parse({ kind: 'number', label: 'Count', min: 3 }),
    key: valueSchema.parse({ kind: 'pattern', label: 'Key', pattern: '.+' }),
  },
}
const work = {
  actions: [
    actionSchema.parse({ command: ['find'], capture: { host: 'all' } }),
    actionSchema.parse({ backup: 'orders', capture: { key: 'key' } }),
    actionSchema.parse({ wait: '5 s' }),
  ],
  checks: [actionSchema.parse({ sql: 'SELECT 1', on: 'shop', capture: { count: 'count' } })],
} as Work

it('gives each value that would be captured some text of its kind', () => {
  expect(standInCaptures(plan, work)).toEqual({ host: 'db-1', key: 'pretended', count: '3' })
  expect(standInCaptures(plan, { actions: [], checks: [] })).toEqual({})
})

it('which a run in words only captures', () => {
  expect(pretendWork(plan, work, [], () => {}).captured).toEqual(standInCaptures(plan, work))
})

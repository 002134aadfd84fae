/** What shows which demand: as the plan says, as follows from its figures, and honestly where there is nothing. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mappingAsMarkdown, mappingOf } from '../../src/evidence/mapping.ts'
import { type Line, REGISTER_NAMES, type Register } from '../../src/evidence/registers.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { planSchema } from '../../src/plan/schema.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const plan = planSchema.parse({
  ...testPlanInput,
  compliance: {
    gdpr: {
      standard: 'GDPR',
      demands: [
        { text: 'Customers are told | within a day', notifyWithin: '24 hours', notice: 'customers' },
        { text: 'Recovery is practised', drillEvery: 'year' },
        { text: 'Every action is recorded', shownBy: ['journal', 'approvals'] },
        { text: 'People are kind' },
      ],
    },
  },
})

const line = (stream: string, details = {}): Line => {
  return { at: '', stream, seq: 1, what: '', person: '', by: '', via: '', details }
}
const lines = Object.fromEntries(REGISTER_NAMES.map((name) => [name, []])) as unknown as Record<Register, Line[]>
const paths = [
  ...[
    'journal/DR-1/000001.jsonl',
    'journal/DR-1/000002.jsonl',
    'journal/DR-2/000001.jsonl',
    'journal/system/000001.jsonl',
  ],
  ...['reports/drills/shop/DR-1/report.html', 'reports/drills/bank/DR-2/report.html', 'reports/list.json'],
  ...REGISTER_NAMES.flatMap((name) => [`registers/${name}.json`, `registers/${name}.csv`]),
]
const contents = {
  paths,
  planOf: new Map([
    ['DR-1', 'shop'],
    ['DR-2', 'bank'],
  ]),
  lines: {
    ...lines,
    notices: [
      line('DR-1', { notice: 'customers' }),
      line('DR-1', { notice: 'support' }),
      line('DR-2', { notice: 'customers' }),
    ],
  },
}

test('each demand has its files, and the count of what they say about it', () => {
  const mapped = mappingOf([{ digest: 'd', plan }], contents)
  expect(mapped.map(({ demand, files, lines }) => [demand, files, lines])).toEqual([
    ['Customers are told | within a day', ['registers/notices.json', 'registers/notices.csv'], 1],
    [
      'Recovery is practised',
      ['registers/drills.json', 'registers/drills.csv', 'reports/drills/shop/DR-1/report.html', 'reports/list.json'],
      0,
    ],
    [
      'Every action is recorded',
      ['streams.json', 'journal/DR-1/', 'journal/system/', 'registers/approvals.json', 'registers/approvals.csv'],
      0,
    ],
    ['People are kind', [], 0],
  ])
  const page = mappingAsMarkdown(mapped)
  expect(page).toContain('| shop | GDPR | Customers are told \\| within a day | `registers/notices.json`, ')
  expect(page).toContain('(1 line) |')
  expect(page).toContain('(no line of that time) |')
  expect(page).toContain('| People are kind | nothing in this archive |')
})

test('the example plans say of most of their demands what shows them', async () => {
  const { plans } = await loadPlanFiles(['plans'])
  const whole = { ...contents, paths: [...paths, ...plans.map(({ id }) => `plans/${id}.json`)] }
  const mapped = mappingOf(
    plans.map((one) => ({ digest: one.id, plan: one })),
    whole,
  )
  const unshown = mapped.filter(({ files }) => files.length === 0).map(({ demand }) => demand)
  expect(mapped.length).toBeGreaterThan(12)
  // What only people can show: where data lie, how they are encrypted, that risks are assessed and controls are on paper.
  expect(unshown).toHaveLength(4)
  expect(readFileSync('docs/evidence.md', 'utf8')).toContain('`shownBy`')
})

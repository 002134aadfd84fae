/** The charts of real rehearsals: what they say, and that nothing on them is cut or covered. */
import { expect, it } from 'vitest'
import { shortened } from '../../src/charts/fit-text.ts'
import { ganttSvg } from '../../src/charts/gantt.ts'
import { histogramSvg } from '../../src/charts/histogram.ts'
import { formatDuration } from '../../src/plan/length.ts'
import { reportOf } from '../../src/rehearsal/report.ts'
import { runChart } from '../../src/rehearsal/run-chart.ts'
import { distributionOf } from '../../src/rehearsal/seeds/distribution.ts'
import { distributionChart } from '../../src/rehearsal/seeds/distribution-chart.ts'
import { rehearseMany } from '../../src/rehearsal/seeds/many.ts'
import { drawnTexts, misplaced } from '../charts/drawn-texts.ts'
import { rehearsed, reported } from './rehearsing.ts'

const words = (svg: string) => drawnTexts(svg).map((text) => text.words)

it.each([
  ['mcp-debate', { scenario: 'infrastructure-loss' }],
  ['puo-memo', { scenario: 'human-error', faults: 'step:provider-apply:fail,slack:down@0m-1h' }],
  ['dhafnck-mcp', { scenario: 'security-breach' }],
  ['sentia-mcp', { scenario: 'data-loss', nobody: true }],
])('the chart of %s %o holds each step that was begun, and the RTO', async (plan, asked) => {
  const report = await reported(plan, asked)
  const svg = ganttSvg(runChart(report))
  expect(misplaced(svg)).toEqual([])
  const shown = words(svg)
  for (const { title } of report.steps.filter(({ runs }) => runs.length > 0))
    expect(shown.some((one) => one === title || (one.endsWith('…') && title.startsWith(one.slice(0, -1))))).toBe(true)
  expect(shown.join('\n')).toContain(`RTO ${formatDuration(report.rtoSeconds * 1_000)}`)
})

it('a step that failed, and one that outran its budget, are said and not only coloured', async () => {
  const failing = words(
    ganttSvg(runChart(await reported('puo-memo', { scenario: 'human-error', faults: 'step:provider-apply:fail' }))),
  )
  expect(failing).toContain('✗ failed 3 times, left out')
  const slow = words(
    ganttSvg(runChart(await reported('patient', { scenario: 'database-lost', faults: 'step:restore:slow' }))),
  )
  expect(slow.filter((one) => /^▲ .* of 5 min$/.test(one))).toHaveLength(1)
})

it('the chart of many rehearsals holds the RTO, both chances, and what costs most', async () => {
  const run = await rehearsed('patient', { scenario: 'service-down' })
  const samples = await rehearseMany({ wanted: run.wanted, count: 6, threads: 0 })
  const distribution = distributionOf(run.wanted.plan, run.wanted.scenario, samples, 28_800)
  const svg = histogramSvg(distributionChart(reportOf(run), distribution))
  expect(misplaced(svg)).toEqual([])
  const [costliest] = distribution.steps
  expect(words(svg)).toEqual(
    expect.arrayContaining([
      'With ordinary luck',
      'When things go wrong',
      shortened(costliest!.title, 400, { size: 16.5 }),
    ]),
  )
  expect(words(svg).join('\n')).toMatch(/RTO 30 min/)
})

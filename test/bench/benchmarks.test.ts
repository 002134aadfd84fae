/** Every benchmark runs once, in tiny, and gives what bench/README.md promises to tools. How fast anything is, nobody asks here. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BENCHMARKS } from '../../bench/all.ts'
import { bareApp, musterApp, startApp, startNullSlack } from '../../bench/apps/start-app.ts'
import { aimText, markdownText, resultText } from '../../bench/report-text.ts'
import { type Report, runBenchmarks } from '../../bench/run-benchmarks.ts'
import { withOpen } from '../../bench/with-open.ts'
import { testDatabase } from '../postgres.ts'

let dir: string
let report: Report
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'muster-bench-test-'))
  report = await runBenchmarks(BENCHMARKS, { quick: true, apart: false, runs: 1, dir, database: testDatabase })
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const resultOf = (name: string) => report.benchmarks.find((one) => one.name === name)!

it.each(BENCHMARKS.map(({ name }) => name))('%s measures all its figures beside their baselines', (name) => {
  const { failed, figures } = resultOf(name)
  expect(failed).toBeUndefined()
  expect(figures.map((figure) => figure.name)).toEqual(
    BENCHMARKS.find((one) => one.name === name)!.figures.map((figure) => figure.name),
  )
  for (const { name, runs, ours, baselineMeasured, ratio, aim, met } of figures) {
    expect(runs, name).toHaveLength(1)
    for (const value of [ours.median, baselineMeasured.median, ratio.median]) expect(value, name).toBeGreaterThan(0)
    expect(ratio.median, name).toBe(ours.median / baselineMeasured.median)
    expect(met === null, name).toBe(aim === undefined)
  }
})

it('has no two figures or benchmarks of one name', () => {
  const names = BENCHMARKS.flatMap(({ name, figures }) => [name, ...figures.map((figure) => `${name} ${figure.name}`)])
  expect(names).toEqual([...new Set(names)])
})

it('is told to people with the aim and whether it is met', () => {
  const text = resultText(resultOf('throughput'))
  expect(text).toMatch(/ {2}obligations: .*\n {4}ours [\d.]+ \([\d.]+ to [\d.]+\) per second; baseline [\d.]+ /)
  expect(text).toMatch(/(met|MISSED) \(aim: at least 0.5 of the baseline\)/)
  expect(aimText({ max: 300, ratioMax: 1.5 }, 'ms')).toBe('at most 1.5 times the baseline, at most 300 ms')
})

it('is a table with a row for each figure', () => {
  const [head, , , , ...rows] = markdownText(report).trimEnd().split('\n')
  expect(head).toMatch(/^\d{4}-\d\d-\d\d: \d+ processors \(.*\), \d+ GB, Node [\d.]+, \w+ \w+\.$/)
  expect(rows).toHaveLength(BENCHMARKS.flatMap(({ figures }) => figures).length)
  expect(rows[0]).toMatch(/^\| slack \| status-1-p50 \| [\d.]+ \([\d.]+ to [\d.]+\) ms \|/)
})

it('names a benchmark that fails, closes what it had opened, and goes on', async () => {
  let closed = false
  const failing = {
    ...{ name: 'failing', measures: 'nothing', figures: [] },
    async prepare({ open }: { open: AsyncDisposableStack }) {
      open.defer(() => {
        closed = true
      })
      return async () => {
        throw new Error('the machine is gone')
      }
    },
  }
  const after = { ...failing, name: 'after', prepare: async () => async () => ({}) }
  const options = { quick: true, apart: false, runs: 1, dir, database: testDatabase }
  const { benchmarks } = await runBenchmarks([failing, after], options)
  expect(benchmarks.map(({ name, failed }) => [name, failed?.split('\n')[0]])).toEqual([
    ['failing', 'Error: the machine is gone'],
    ['after', undefined],
  ])
  expect(closed).toBe(true)
  expect(resultText(benchmarks[0]!)).toContain('could not be measured: Error: the machine is gone')
})

it('starts what it measures in processes of their own, which end with it', async () => {
  const database = await testDatabase()
  await withOpen(async (open) => {
    const slack = await startNullSlack(open)
    const world = { apart: true, open }
    const [bare, muster] = await Promise.all([
      startApp(bareApp(slack), world),
      startApp(await musterApp(dir, database.url, slack, false), world),
    ])
    expect((await fetch(`${muster.url}/healthz`)).status).toBe(200)
    expect(await muster.memoryMb()).toBeGreaterThan(await bare.memoryMb())
    await muster.kill()
    await expect(fetch(`${muster.url}/healthz`)).rejects.toThrow()
  })
  await database.drop()
})

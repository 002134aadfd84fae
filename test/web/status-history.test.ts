/** The sums behind the bars: what counts as downtime, what counts once, and where days begin. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY_MS, HISTORY_DAYS, historyOf, type Span } from '../../src/web/status/history.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 11, 5, 12)
const TODAY = Date.UTC(2026, 11, 5)
const span = (fromMs: number, toMs: number | null, grade: Span['grade'] = 'major_outage', incident = 'DR-1'): Span => {
  return { incident, fromMs, toMs, grade }
}

test('no incident: ninety quiet days, 100 %', () => {
  const { days, uptimePercent, downMs, objective } = historyOf([], NOW)
  expect(days).toHaveLength(90)
  expect(days[0]?.atMs).toBe(Date.UTC(2026, 8, 7))
  expect(days.at(-1)?.atMs).toBe(TODAY)
  expect({ uptimePercent, downMs, objective }).toEqual({ uptimePercent: 100, downMs: 0, objective: undefined })
})

test('an outage over midnight counts on both days, of each only its part', () => {
  const { days, downMs } = historyOf([span(TODAY - HOUR, TODAY + 2 * HOUR)], NOW)
  expect(days.slice(-2).map((day) => day.downMs)).toEqual([HOUR, 2 * HOUR])
  expect(days.at(-3)?.worst).toBe('operational')
  expect(downMs).toBe(3 * HOUR)
})

test('outages that overlap count once; partial ones count, degraded performance does not', () => {
  const spans = [
    span(TODAY, TODAY + 2 * HOUR, 'partial_outage'),
    span(TODAY + HOUR, TODAY + 3 * HOUR, 'major_outage', 'DR-2'),
    span(TODAY + 5 * HOUR, TODAY + 9 * HOUR, 'degraded_performance', 'DR-3'),
  ]
  const today = historyOf(spans, NOW).days.at(-1)
  expect(today).toMatchObject({ worst: 'major_outage', downMs: 3 * HOUR, incidents: ['DR-1', 'DR-2', 'DR-3'] })
  const degraded = historyOf(spans.slice(2), NOW)
  expect(degraded.days.at(-1)).toMatchObject({ worst: 'degraded_performance', downMs: 0 })
  expect(degraded.uptimePercent).toBe(100)
})

test('what goes on counts up to now; what began before the history counts from its first day', () => {
  expect(historyOf([span(TODAY + 10 * HOUR, null)], NOW).downMs).toBe(2 * HOUR)
  const first = TODAY - (HISTORY_DAYS - 1) * DAY_MS
  expect(historyOf([span(first - 5 * DAY_MS, first + HOUR)], NOW).downMs).toBe(HOUR)
  expect(historyOf([span(first - 5 * DAY_MS, first)], NOW).downMs).toBe(0)
})

test('the objective is met at its very limit and missed beyond', () => {
  const hours = 89 * 24 + 12
  const limit = (hours * HOUR) / 1_000
  const at = (ms: number) => historyOf([span(TODAY - DAY_MS, TODAY - DAY_MS + ms)], NOW, 99.9).objective
  expect(at(limit - 1)).toEqual({ percent: 99.9, met: true })
  expect(at(limit + 1)).toEqual({ percent: 99.9, met: false })
})

const anySpan = fc
  .record({
    from: fc.integer({ min: -100 * 24, max: 12 }),
    hours: fc.option(fc.integer({ min: 0, max: 100 })),
    grade: fc.constantFrom('degraded_performance', 'partial_outage', 'major_outage'),
  })
  .map(({ from, hours, grade }) => {
    const fromMs = TODAY + from * HOUR
    return span(fromMs, hours === null ? null : fromMs + hours * HOUR, grade as Span['grade'])
  })

test('whatever happened: no day has more downtime than time, order and repetition change nothing', () => {
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 12 }), (spans) => {
      const told = historyOf(spans, NOW, 99.9)
      for (const day of told.days) expect(day.downMs).toBeLessThanOrEqual(Math.min(DAY_MS, NOW - day.atMs))
      expect(told.uptimePercent).toBeGreaterThanOrEqual(0)
      expect(told.uptimePercent).toBeLessThanOrEqual(100)
      const again = historyOf([...spans, ...spans].toReversed(), NOW, 99.9)
      expect(again.days.map(({ downMs, worst }) => [downMs, worst])).toEqual(
        told.days.map(({ downMs, worst }) => [downMs, worst]),
      )
      const extra = historyOf([...spans, span(TODAY, TODAY + HOUR)], NOW)
      expect(extra.uptimePercent).toBeLessThanOrEqual(told.uptimePercent)
    }),
  )
})

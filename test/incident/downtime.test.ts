/** How much of the year's allowed outage is used up: each moment once, the last 365 days, no drills. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { downtime } from '../../src/incident/downtime.ts'
import { initialState } from '../../src/incident/initial-state.ts'
import type { IncidentState } from '../../src/incident/state.ts'
import { testPlan, testPlanInput } from './test-plan.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 11, 5, 10, 0)
const plan = testPlan()

/** Hours before now. */
const incident = (id: string, from: number, to: number | null, more: Partial<IncidentState> = {}): IncidentState => ({
  ...initialState(id),
  planId: 'shop',
  phase: to === null ? 'open' : 'resolved',
  declaredMs: NOW - from * HOUR,
  restoredMs: to === null ? null : NOW - to * HOUR,
  endedMs: to === null ? null : NOW - to * HOUR + 1,
  ...more,
})

it('allows 8.76 hours in 365 days at 99.9 percent', () => {
  expect(downtime(plan, incident('now', 2, null), [], NOW)).toEqual({
    allowedMs: 8.76 * HOUR,
    usedMs: 2 * HOUR,
    thisMs: 2 * HOUR,
  })
})

it('counts from the beginning of the outage until the service was back', () => {
  const early = incident('now', 2, 1, { outageStartMs: NOW - 3 * HOUR })
  expect(downtime(plan, early, [], NOW)?.thisMs).toBe(2 * HOUR)
})

it('adds the other outages of the year, what overlaps once', () => {
  const others = [incident('a', 100, 97), incident('b', 98, 96), incident('now', 2, null)]
  expect(downtime(plan, incident('now', 2, null), others, NOW)?.usedMs).toBe(6 * HOUR)
})

it.each([
  ['a drill', { mode: 'drill' as const }],
  ['what turned out to be nothing', { phase: 'cancelled' as const }],
  ['what was the same as another', { phase: 'merged' as const }],
  ['another plan', { planId: 'bank' }],
])('leaves out %s', (_, more) => {
  expect(downtime(plan, incident('now', 2, null), [incident('a', 50, 40, more)], NOW)?.usedMs).toBe(2 * HOUR)
})

it('forgets what was before the last 365 days', () => {
  const old = incident('a', 365 * 24 + 5, 365 * 24 - 1)
  expect(downtime(plan, incident('now', 2, null), [old], NOW)?.usedMs).toBe(3 * HOUR)
})

it('says nothing of drills, nor where the plan promises nothing', () => {
  expect(downtime(plan, incident('now', 2, null, { mode: 'drill' }), [], NOW)).toBeNull()
  const { rto, rpo } = testPlanInput.objectives
  const modest = testPlan({ plan: { objectives: { rto, rpo } } })
  expect(downtime(modest, incident('now', 2, null), [], NOW)).toBeNull()
})

it('is never more than the year, nor less than this outage', () => {
  const hours = fc.tuple(fc.nat(500), fc.nat(500)).map(([a, b]) => [Math.max(a, b) + 1, Math.min(a, b)] as const)
  fc.assert(
    fc.property(fc.array(hours, { maxLength: 12 }), (spans) => {
      const others = spans.map(([from, to], index) => incident(`i${index}`, from, to))
      const found = downtime(plan, incident('now', 2, null), others, NOW)!
      expect(found.usedMs).toBeGreaterThanOrEqual(found.thisMs)
      expect(found.usedMs).toBeLessThanOrEqual(365 * DAY)
      expect(found.usedMs).toBeLessThanOrEqual(
        2 * HOUR + spans.reduce((sum, [from, to]) => sum + (from - to) * HOUR, 0),
      )
    }),
  )
})

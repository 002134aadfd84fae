/** Drills of the example plans over two years: their days, what is practised, and that no change of the clock moves them. */
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { drillSchema } from '../../src/plan/drill-schema.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { occasionsOf } from '../../src/readiness/drills/occasions.ts'
import { testPlan } from '../incident/test-plan.ts'

const loaded = await loadPlanFiles('plans')
const planOf = (id: string): Plan => loaded.plans.find((plan) => plan.id === id)!
const at = (text: string) => Date.parse(text)
const DAY = 24 * 3_600_000

describe('the monthly drill of PUO Memo', () => {
  const plan = planOf('puo-memo')
  const all = occasionsOf(plan, plan.drills.monthly!, at('2026-11-22T00:00Z'), at('2028-11-22T00:00Z'))

  it('falls on the first Saturday of each month at 10:00 UTC', () => {
    expect(all.slice(0, 2).map(({ startMs }) => new Date(startMs!).toISOString())).toEqual([
      '2026-12-05T10:00:00.000Z',
      '2027-01-02T10:00:00.000Z',
    ])
    expect(all).toHaveLength(24)
    for (const { startMs } of all) {
      const day = DateTime.fromMillis(startMs!, { zone: 'UTC' })
      expect([day.weekday, day.day <= 7, day.hour]).toEqual([6, true, 10])
    }
  })

  it('practises what the month says', () => {
    expect(all.slice(0, 3).map(({ scenarios, theme }) => [scenarios, theme])).toEqual([
      [['natural-disaster'], 'Complete disaster'],
      [['database-corruption'], 'Database corruption'],
      [['data-center-failure'], 'Failure of a region'],
    ])
  })

  it('counts when it is held from a day before until a week after', () => {
    const [first] = all
    expect([first!.fromMs - first!.startMs!, first!.untilMs - first!.startMs!]).toEqual([-DAY, 7 * DAY])
  })
})

const zoned = (more: object) => drillSchema.parse({ label: 'A drill', ...more })

it('keeps its hour over both changes of the clock', () => {
  const plan = testPlan()
  const weekly = zoned({ schedule: 'every Sunday at 02:30', zone: 'Europe/Berlin' })
  const hours = (from: string, to: string) =>
    occasionsOf(plan, weekly, at(from), at(to)).map(({ startMs }) =>
      DateTime.fromMillis(startMs!, { zone: 'Europe/Berlin' }).toFormat('MM-dd HH:mm'),
    )
  // 02:30 does not exist on 2027-03-28; it is held an hour later by the clock, once.
  expect(hours('2027-03-27T12:00Z', '2027-04-05T12:00Z')).toEqual(['03-28 03:30', '04-04 02:30'])
  // It exists twice on 2027-10-31; it is held once.
  expect(hours('2027-10-30T12:00Z', '2027-11-08T12:00Z')).toEqual(['10-31 02:30', '11-07 02:30'])
})

it.each([
  ['week', 105],
  ['month', 24],
  ['quarter', 8],
  ['half-year', 4],
  ['year', 2],
] as const)('once in each %s leaves no gap and no overlap, in any zone', (every, count) => {
  for (const zone of ['UTC', 'America/New_York', 'Pacific/Auckland']) {
    const drill = zoned({ every, zone })
    const fromMs = DateTime.fromISO('2027-01-01T00:00', { zone }).toMillis()
    const all = occasionsOf(testPlan(), drill, fromMs, DateTime.fromISO('2029-01-01T00:00', { zone }).toMillis())
    expect(all.length).toBeGreaterThanOrEqual(count)
    expect(all.length).toBeLessThanOrEqual(count + 1)
    for (const [index, { fromMs: begins, startMs }] of all.entries()) {
      expect(startMs).toBeNull()
      if (index > 0) expect(begins).toBe(all[index - 1]!.untilMs)
    }
  }
})

it('is due at no moment where it follows events', () => {
  expect(occasionsOf(testPlan(), zoned({ schedule: 'before deployments' }), 0, 366 * DAY)).toEqual([])
})

describe.each(loaded.plans)('the drills of $id', (plan) => {
  it.each(Object.entries(plan.drills))('%s comes round in two years, and practises what there is', (_, drill) => {
    const all = occasionsOf(plan, drill, at('2027-01-01T00:00Z'), at('2029-01-01T00:00Z'))
    expect(all.length).toBeGreaterThanOrEqual(2)
    for (const { scenarios } of all) for (const one of scenarios) expect(plan.scenarios[one]).toBeDefined()
  })
})

it('what falls into a blackout begins on the first day after it, with what its own month practises', () => {
  const plan = { ...planOf('puo-memo'), blackouts: [{ from: '2026-12-05', until: '2027-01-01' }] }
  const [first, second] = occasionsOf(plan, plan.drills.monthly!, at('2026-11-28T00:00Z'), at('2027-02-10T00:00Z'))
  // January's falls on that very day: one drill is held, and it is December's.
  expect(new Date(first!.startMs!).toISOString()).toBe('2027-01-02T10:00:00.000Z')
  expect(first!.theme).toBe('Complete disaster')
  expect(new Date(second!.startMs!).toISOString()).toBe('2027-02-06T10:00:00.000Z')
})

/** What counts as held and as proven, when a drill is overdue, and that the number is the share of what holds. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { drillStanding } from '../../src/readiness/drills/standing.ts'
import type { Proof } from '../../src/readiness/proof.ts'
import { readiness } from '../../src/readiness/readiness.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const DAY = 24 * 3_600_000
const HOUR = 3_600_000
const NOW = Date.UTC(2027, 4, 20, 12)
const at = (text: string) => Date.parse(text)

const planWith = (drills: object): Plan =>
  planSchema.parse({
    ...testPlanInput,
    scenarios: { flood: { title: 'Flood' }, fire: { title: 'Fire' } },
    drills,
  })
const proof = (startedMs: number, more: Partial<Proof> = {}): Proof => ({
  ...{ incident: 'DR-1', scenario: 'flood', mode: 'drill', drill: null, startedMs, tookMs: HOUR, rtoMs: 4 * HOUR },
  ...more,
})
const monthly = { monthly: { label: 'Monthly', every: 'month', scenarios: ['flood'] } }

describe('a drill that is due once a month', () => {
  const plan = planWith(monthly)
  const standing = (...proofs: Proof[]) => drillStanding(plan, 'monthly', proofs, NOW)

  it('held this month is due next month', () => {
    const held = standing(proof(at('2027-05-03T10:00Z')))
    expect(held).toMatchObject({ overdueSinceMs: null, incident: 'DR-1' })
    expect(new Date(held.next!.fromMs).toISOString()).toBe('2027-06-01T00:00:00.000Z')
  })

  it('held last month is due this month, and not overdue', () => {
    const held = standing(proof(at('2027-04-30T10:00Z')))
    expect(held.overdueSinceMs).toBeNull()
    expect(new Date(held.next!.untilMs).toISOString()).toBe('2027-06-01T00:00:00.000Z')
  })

  it('not held last month is overdue since that month ended', () => {
    expect(standing(proof(at('2027-03-30T10:00Z'))).overdueSinceMs).toBe(at('2027-05-01T00:00Z'))
    expect(standing()).toMatchObject({ heldMs: null, overdueSinceMs: at('2027-05-01T00:00Z') })
  })

  it('is not held by a real incident, another scenario, or another drill', () => {
    const when = at('2027-05-03T10:00Z')
    for (const more of [{ mode: 'real' as const }, { scenario: 'fire' }, { drill: 'yearly' }])
      expect(standing(proof(when, more)).heldMs).toBeNull()
    expect(standing(proof(when, { drill: 'monthly', scenario: null })).heldMs).toBe(when)
  })

  it('goes by the day that the plan names, too', () => {
    const written = planWith({ monthly: { ...monthly.monthly, last: '2027-05-07' } })
    expect(drillStanding(written, 'monthly', [], NOW)).toMatchObject({
      overdueSinceMs: null,
      heldMs: at('2027-05-07T12:00Z'),
      incident: null,
    })
  })
})

it('held up to a week late is held', () => {
  const plan = planWith({
    one: { label: 'One', schedule: 'First Saturday of each month, 10:00 UTC', scenarios: ['flood'] },
  })
  const nowMs = at('2027-05-20T12:00Z')
  expect(drillStanding(plan, 'one', [proof(at('2027-05-07T10:00Z'))], nowMs).overdueSinceMs).toBeNull()
  expect(drillStanding(plan, 'one', [proof(at('2027-04-04T10:00Z'))], nowMs).overdueSinceMs).toBe(
    at('2027-05-08T10:00Z'),
  )
})

describe('readiness', () => {
  it('is the share of what holds', () => {
    const plan = planWith(monthly)
    const found = readiness(plan, [proof(at('2027-05-03T10:00Z'))], NOW)
    expect(found.items.map(({ kind, id, holds }) => [kind, id, holds])).toEqual([
      ['scenario', 'flood', true],
      ['scenario', 'fire', false],
      ['drill', 'monthly', true],
    ])
    expect(found.percent).toBe(66)
  })

  it('decays: a scenario counts as proven until its drill should have come round again', () => {
    const plan = planWith(monthly)
    const holds = (daysAgo: number, scenario: string) =>
      readiness(plan, [proof(NOW - daysAgo * DAY, { scenario, mode: 'real' })], NOW).items.find(
        ({ id }) => id === scenario,
      )?.holds
    expect([holds(31, 'flood'), holds(32, 'flood')]).toEqual([true, false])
    expect([holds(184, 'fire'), holds(185, 'fire')]).toEqual([true, false])
  })

  it('says nothing where there is nothing to be ready for', () => {
    expect(readiness(planSchema.parse({ ...testPlanInput, scenarios: {} }), [], NOW)).toEqual({
      percent: null,
      items: [],
    })
  })

  it('only rises with another proof', () => {
    const plan = planWith({ ...monthly, yearly: { label: 'Yearly', every: 'year', scenarios: ['fire'] } })
    const proofs = fc.array(
      fc
        .record({
          days: fc.nat(800),
          scenario: fc.constantFrom('flood', 'fire'),
          mode: fc.constantFrom('real' as const, 'drill' as const),
        })
        .map(({ days, ...more }) => proof(NOW - days * DAY, more)),
    )
    fc.assert(
      fc.property(proofs, proofs, (some, more) => {
        expect(readiness(plan, [...some, ...more], NOW).percent).toBeGreaterThanOrEqual(
          readiness(plan, some, NOW).percent!,
        )
      }),
    )
  })
})

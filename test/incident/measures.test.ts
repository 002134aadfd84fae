/** The figures of incidents, each counted by hand: of one that was lived through, and of a month with three of them, a drill and a false alarm. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downtime } from '../../src/incident/downtime.ts'
import { goneThrough } from '../../src/incident/gone-through.ts'
import { figureRows, lengthText, percentText, rowText } from '../../src/incident/measures/figure-rows.ts'
import { type Measures, measuresOf } from '../../src/incident/measures/measures.ts'
import { summary } from '../../src/incident/measures/summary.ts'
import type { BesideIncidents } from '../../src/incident/measures/summary-shape.ts'
import { reviewDocument } from '../../src/incident/review/review.ts'
import { privately } from '../../src/plan/actor.ts'
import { reviewedPlan, reviewedStory } from './review/reviewed.ts'
import { by, MINUTE, startStory, T0 } from './story.ts'
import { testPlan, testPlanInput } from './test-plan.ts'

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('of one incident', () => {
  it('every measure, as the clock had it', () => {
    expect(measuresOf(reviewedPlan(), reviewedStory().state, T0 + 30 * DAY)).toEqual({
      ...{ incident: 'DR-20261205-1000', plan: 'shop', mode: 'real', drill: null, phase: 'resolved' },
      ...{ scenario: 'database-corruption', severity: 'critical', startedMs: T0 },
      // From the first sign, 12 minutes before it was declared, until it was back after 80.
      outages: [{ fromMs: T0 - 12 * MINUTE, toMs: T0 + 80 * MINUTE }],
      ...{ mttdMs: 12 * MINUTE, mttaMs: 4 * MINUTE, mttrMs: 92 * MINUTE, customerImpactMinutes: 92 },
      rto: { objectiveMs: 120 * MINUTE, tookMs: 92 * MINUTE, met: true },
      rpo: { objectiveMs: HOUR, lostMs: null, met: null },
      pagesPerPerson: { olga: 1 },
      // One was given after 9 minutes, the other was gone round after 11.
      approvals: { count: 2, waitsMs: [9 * MINUTE, 11 * MINUTE] },
      notices: { sent: 4, late: 1 },
    })
  })

  it('of a drill: nobody outside felt it, and nothing was down', () => {
    const drill = measuresOf(reviewedPlan(), reviewedStory('drill').state, T0 + 30 * DAY)
    expect(drill).toMatchObject({ mode: 'drill', outages: [], customerImpactMinutes: null, mttrMs: 92 * MINUTE })
  })

  it('while it goes on: what is not known yet is null, and an RTO that has passed is missed', () => {
    const story = startStory(testPlan())
    story.until(HOUR)
    expect(measuresOf(testPlan(), story.state, story.nowMs)).toMatchObject({
      ...{ phase: 'open', mttdMs: null, mttaMs: null, mttrMs: null, customerImpactMinutes: 60 },
      rto: { tookMs: null, met: null },
    })
    expect(measuresOf(testPlan(), story.state, T0 + 2 * HOUR + 1).rto).toMatchObject({ tookMs: null, met: false })
  })

  it('opened again: each outage is one of its own, what lies between was none, and a missed RTO stays missed', () => {
    const story = startStory(testPlan())
    const away = (fromMinutes: number, toMinutes: number) => ({
      ...{ fromMs: T0 + fromMinutes * MINUTE, toMs: T0 + toMinutes * MINUTE },
    })
    const back = (minutes: number) => {
      story.until(minutes * MINUTE)
      story.ask({ type: 'change-status', status: 'monitoring' }, by('olga'))
      story.until((minutes + 10) * MINUTE)
      story.ask({ type: 'resolve' }, by('olga'))
    }
    back(150)
    story.until(220 * MINUTE)
    story.ask({ type: 'reopen' }, by('olga'))
    const measures = () => measuresOf(testPlan(), story.state, story.nowMs)
    story.until(225 * MINUTE)
    expect(measures()).toMatchObject({ outages: [away(0, 150), away(220, 225)], customerImpactMinutes: 155 })
    expect(measures().rto).toMatchObject({ tookMs: null, met: false })
    back(240)
    expect(measures()).toMatchObject({
      ...{ outages: [away(0, 150), away(220, 240)], customerImpactMinutes: 170, mttrMs: 150 * MINUTE },
      rto: { tookMs: 150 * MINUTE, met: false },
    })
    expect(goneThrough(testPlan(), story.state)).toMatchObject({ tookMs: 150 * MINUTE })
    expect(downtime(testPlan(), story.state, [], story.nowMs)?.thisMs).toBe(170 * MINUTE)
    const { figures, report } = reviewDocument(testPlan(), story.state)
    expect(figures).toMatchObject({ recoverMs: 150 * MINUTE, customerImpactMs: 170 * MINUTE })
    expect(report.rto.met).toBe(false)
  })

  it('opened again: that what came back began earlier changes nothing of the first outage', () => {
    const story = startStory(testPlan())
    story.until(10 * MINUTE)
    story.ask({ type: 'resolve' }, by('olga'))
    story.until(60 * MINUTE)
    story.ask({ type: 'reopen' }, by('olga'))
    story.until(70 * MINUTE)
    story.ask({ type: 'set-outage-start', outageStartMs: T0 + 55 * MINUTE }, by('olga'))
    const { outages, mttdMs } = measuresOf(testPlan(), story.state, story.nowMs)
    expect(mttdMs).toBeNull()
    expect(outages[0]).toEqual({ fromMs: T0, toMs: T0 + 10 * MINUTE })
    expect(outages).toHaveLength(2)
  })

  it('called off: nothing was down, and no objective was kept or missed', () => {
    const story = startStory(testPlan())
    story.until(5 * MINUTE)
    story.ask({ type: 'cancel', reason: privately('a test') }, by('ivan'))
    const measures = measuresOf(testPlan(), story.state, T0 + DAY)
    expect(measures).toMatchObject({ phase: 'cancelled', outages: [], mttrMs: null, customerImpactMinutes: null })
    expect(measures.rto.met).toBeNull()
  })
})

const NOV = Date.UTC(2026, 10, 1)
const november = { fromMs: NOV, toMs: Date.UTC(2026, 11, 1) }
const AFTER = Date.UTC(2026, 11, 5)

/** One that is over, whose figures are not known unless they are given. */
const measured = (day: number, more: Partial<Measures> = {}): Measures => ({
  ...{ incident: `DR-${day}`, plan: 'shop', mode: 'real', drill: null, scenario: null, severity: 'critical' },
  ...{ phase: 'resolved', startedMs: NOV + day * DAY, outages: [], mttdMs: null, mttaMs: null, mttrMs: null },
  rto: { objectiveMs: 2 * HOUR, tookMs: null, met: null },
  rpo: { objectiveMs: HOUR, lostMs: null, met: null },
  ...{ customerImpactMinutes: null, pagesPerPerson: {}, approvals: { count: 0, waitsMs: [] } },
  notices: { sent: 0, late: 0 },
  ...more,
})
const down = (day: number, minutes: number) => ({
  outages: [{ fromMs: NOV + day * DAY, toMs: NOV + day * DAY + minutes * MINUTE }],
  customerImpactMinutes: minutes,
  mttrMs: minutes * MINUTE,
  rto: { objectiveMs: 2 * HOUR, tookMs: minutes * MINUTE, met: minutes <= 120 },
})

/** Back after 20, 40 and 180 minutes, of an RTO of 120; answered after 2, 4 and never. */
const THREE: Measures[] = [
  measured(2, {
    ...{ ...down(2, 20), mttdMs: 5 * MINUTE, mttaMs: 2 * MINUTE, pagesPerPerson: { olga: 2, otto: 1 } },
    ...{ approvals: { count: 1, waitsMs: [3 * MINUTE] }, notices: { sent: 4, late: 0 } },
    rpo: { objectiveMs: HOUR, lostMs: 10 * MINUTE, met: true },
  }),
  measured(9, {
    ...{ ...down(9, 40), mttdMs: 7 * MINUTE, mttaMs: 4 * MINUTE, pagesPerPerson: { olga: 3 } },
    ...{ approvals: { count: 3, waitsMs: [5 * MINUTE, 13 * MINUTE] }, notices: { sent: 3, late: 2 } },
    rpo: { objectiveMs: HOUR, lostMs: 90 * MINUTE, met: false },
  }),
  measured(16, { ...down(16, 180), severity: 'minor' }),
  measured(20, { phase: 'cancelled' }),
  measured(23, { mode: 'drill', ...down(23, 60), outages: [], customerImpactMinutes: null, mttaMs: MINUTE }),
]
const plan = testPlan()
const of = (measures: readonly Measures[], beside?: BesideIncidents) =>
  summary(plan, { measures, sinceMs: null }, november, AFTER, beside)

describe('of a month with three incidents', () => {
  it('means, medians and shares, the drill apart and the false alarm only counted', () => {
    expect(of(THREE)).toEqual({
      ...{ plan: 'shop', ...november, incidents: 3, open: 0, falseAlarms: 1, knownSinceMs: null },
      bySeverity: { critical: 2, minor: 1 },
      mttd: { known: 2, meanMs: 6 * MINUTE, medianMs: 6 * MINUTE, maxMs: 7 * MINUTE },
      mtta: { known: 2, meanMs: 3 * MINUTE, medianMs: 3 * MINUTE, maxMs: 4 * MINUTE },
      // (20 + 40 + 180) / 3.
      mttr: { known: 3, meanMs: 80 * MINUTE, medianMs: 40 * MINUTE, maxMs: 180 * MINUTE },
      rto: { known: 3, met: 2, percent: 200 / 3 },
      rpo: { known: 2, met: 1, percent: 50 },
      availability: {
        // 240 of the 43,200 minutes of November; 0.1 % of them, 43.2, are allowed.
        ...{ percent: 100 - 100 * (240 / 43_200), downMs: 240 * MINUTE, objectivePercent: 99.9 },
        ...{ allowedMs: 43.2 * MINUTE, leftMs: -196.8 * MINUTE, leftRatio: -196.8 / 43.2 },
      },
      customerImpactMinutes: 240,
      pages: { total: 6, people: 2, perPerson: 3, most: { person: 'olga', pages: 5 } },
      approvals: { count: 4, medianMs: 5 * MINUTE, maxMs: 13 * MINUTE },
      notices: { sent: 7, late: 2 },
      drillsHeld: {
        held: 1,
        mttr: { known: 1, meanMs: HOUR, medianMs: HOUR, maxMs: HOUR },
        mtta: { known: 1, meanMs: MINUTE, medianMs: MINUTE, maxMs: MINUTE },
        rto: { known: 1, met: 1, percent: 100 },
      },
      ...{ drills: null, backups: null, alerts: null },
    })
  })

  it('of nothing, nothing is 0 that nobody knows', () => {
    expect(of([])).toMatchObject({
      ...{ incidents: 0, mttd: { known: 0, meanMs: null }, mttr: { meanMs: null, medianMs: null, maxMs: null } },
      ...{ rto: { known: 0, percent: null }, rpo: { percent: null }, approvals: { medianMs: null, maxMs: null } },
      ...{ pages: { perPerson: null, most: null }, availability: { percent: 100, leftRatio: 1 } },
    })
  })

  it('an outage that reaches into it counts there, and not its incident', () => {
    const october = measured(-1, { outages: [{ fromMs: NOV - HOUR, toMs: NOV + 30 * MINUTE }] })
    expect(of([october])).toMatchObject({ incidents: 0, availability: { downMs: 30 * MINUTE } })
  })

  it('of a month that goes on, only what has passed of it; of one to come, nothing', () => {
    const known = { measures: [], sinceMs: null }
    const halfway = summary(plan, known, november, NOV + 15 * DAY)
    expect(halfway).toMatchObject({ toMs: NOV + 15 * DAY, availability: { allowedMs: 21.6 * MINUTE } })
    expect(summary(plan, known, november, NOV - DAY).availability).toMatchObject({ percent: null, leftRatio: null })
  })

  it('says so when older incidents of it are not known', () => {
    const known = { measures: THREE, sinceMs: NOV + DAY }
    const found = summary(plan, known, november, AFTER)
    expect(found.knownSinceMs).toBe(NOV + DAY)
    expect(figureRows(plan, found)[0]!.value).toContain('older ones are not counted')
  })
})

describe('in words', () => {
  const beside: BesideIncidents = {
    drills: { missed: 1, skipped: 2 },
    backups: { sets: 3, restorable: 2, tries: 5, failed: 1 },
    alerts: { asked: 4, inWindow: 3, medianMs: 2 * MINUTE, byTier: [] },
  }
  const texts = (now: Measures[], before?: Measures[]) =>
    figureRows(plan, of(now, beside), before && of(before)).map((row) => `${row.label}: ${rowText(row)}`)

  it('a row each, against the month before', () => {
    expect(texts(THREE, THREE.slice(0, 1))).toEqual([
      'Incidents: 3, 1 false alarm ▲ (1 before)',
      'Noticed after (MTTD): 6 min (median 6 min, at most 7 min), known of 2 of 3 ▲ (5 min before)',
      'Answered after (MTTA): 3 min (median 3 min, at most 4 min), known of 2 of 3 ▲ (2 min before)',
      'Back after (MTTR): 1 h 20 min (median 40 min, at most 3 h) ▲ (20 min before)',
      'RTO met: 2 of 3 (66 %) ▼ (100 % before)',
      'RPO met: 1 of 2 (50 %), not known of 1 ▼ (100 % before)',
      'Pages: 6 to 2 people, 3 each; most to Olga, 5 ▲ (3 before)',
      'Available: 99.444 % of 99.9 % promised ▼ (99.953 % before)',
      'Error budget: overdrawn by 3 h 17 min (43 min allowed)',
      'Felt by customers: 4 h ▲ (20 min before)',
      'Approvals: 4, waited for 5 min (median), at most 13 min',
      'Messages: 7 told, 2 late',
      'Drills: 1 held, 1 of 1 within the RTO; 1 missed, 2 left out',
      'Backups: 2 of 3 can be restored; 5 tries, 1 failed',
      'Alerts: 3 of 4 answered in their window, after 2 min (median)',
    ])
  })

  it('a quiet month is short, and says what nobody knows', () => {
    expect(texts([])).toEqual([
      'Incidents: none',
      'Available: 100 % of 99.9 % promised',
      'Error budget: 43 min left of 43 min (100 %)',
      'Drills: 0 held; 1 missed, 2 left out',
      'Backups: 2 of 3 can be restored; 5 tries, 1 failed',
      'Alerts: 3 of 4 answered in their window, after 2 min (median)',
    ])
    const unknown = figureRows(plan, of([measured(1)]))
    expect(unknown.filter(({ value }) => value === 'not known').map(({ id }) => id)).toEqual([
      'mttd',
      'mtta',
      'mttr',
      'rto',
      'rpo',
    ])
    expect(unknown.find(({ id }) => id === 'drills')!.value).toBe('0 held; missed ones not known')
  })

  it.each([
    [99.99999, '99.999 %'],
    [100, '100 %'],
    [99.9, '99.9 %'],
  ])('%f percent is never rounded up to what was not reached', (percent, said) => {
    expect(percentText(percent)).toBe(said)
  })

  it('lengths as somebody would say them', () => {
    expect([900, 95_000, 92 * MINUTE + 20_000, 50 * HOUR + 40 * MINUTE].map(lengthText)).toEqual([
      ...['1 s', '1 min 35 s', '1 h 32 min', '2 d 3 h'],
    ])
  })
})

const anyMeasures = fc
  .record({
    ...{ day: fc.integer({ min: -40, max: 40 }), minutes: fc.integer({ min: 0, max: 20_000 }), known: fc.boolean() },
    phase: fc.constantFrom('open' as const, 'resolved' as const, 'cancelled' as const, 'merged' as const),
    mode: fc.constantFrom('real' as const, 'drill' as const),
  })
  .map(({ day, minutes, known, phase, mode }) =>
    measured(day, { phase, mode, ...(known && mode === 'real' && phase !== 'cancelled' ? down(day, minutes) : {}) }),
  )

it('whatever happened: no figure is NaN or infinite, shares lie in their bounds, and one more outage never makes it more available', () => {
  fc.assert(
    fc.property(fc.array(anyMeasures, { maxLength: 12 }), anyMeasures, (all, more) => {
      const [without, with_] = [of(all), of([...all, more])]
      for (const found of [without, with_]) {
        expect(JSON.stringify(figureRows(plan, found, without))).not.toMatch(/NaN|Infinity|undefined|null/)
        for (const percent of [found.rto.percent, found.availability.percent])
          if (percent !== null) expect(percent >= 0 && percent <= 100).toBe(true)
        const { medianMs, maxMs, meanMs } = found.mttr
        if (medianMs !== null) expect(maxMs! >= medianMs && maxMs! >= meanMs!).toBe(true)
      }
      expect(with_.availability.downMs).toBeGreaterThanOrEqual(without.availability.downMs)
      expect(with_.incidents).toBeGreaterThanOrEqual(without.incidents)
    }),
  )
})

it('where a plan promises no availability there is no budget', () => {
  const { rto, rpo } = testPlanInput.objectives
  const modest = testPlan({ plan: { objectives: { rto, rpo } } })
  const found = summary(modest, { measures: THREE, sinceMs: null }, november, AFTER)
  expect(found.availability).toMatchObject({ objectivePercent: null, allowedMs: null, leftMs: null, leftRatio: null })
  expect(figureRows(modest, found).map(({ id }) => id)).not.toContain('budget')
})

/** The report of each month: on the first morning of the next, in the zone of the plan, once; what it tells; and what Muster slept through. */
import { expect, it } from 'vitest'
import { measuresOf } from '../../src/incident/measures/measures.ts'
import { summary } from '../../src/incident/measures/summary.ts'
import { newsWords } from '../../src/messages/news-words.ts'
import type { Outcome } from '../../src/plan/core.ts'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import type { ExternalEffect } from '../../src/readiness/watch/effects.ts'
import { recipients } from '../../src/readiness/watch/news.ts'
import { reviewedPlan, reviewedStory } from '../incident/review/reviewed.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { watching } from './watching.ts'

const at = (text: string) => Date.parse(text)
const plan: Plan = planSchema.parse({
  ...testPlanInput,
  contactTests: 'never',
  overviewChannel: 'dr',
  zone: 'Europe/Berlin',
})
const reports = (watch: ReturnType<typeof watching>) =>
  watch
    .of('attempted')
    .flatMap(({ effect, atMs }) =>
      effect.kind === 'report-month' ? `${effect.month} at ${new Date(atMs).toISOString()}` : [],
    )

it('is owed on the first of each month at nine o’clock in the zone of the plan', () => {
  const watch = watching(plan, at('2026-09-15T12:00Z'))
  watch.until(at('2026-12-31T12:00Z'))
  // Berlin puts its clocks back in October.
  expect(reports(watch)).toEqual([
    '2026-09 at 2026-10-01T07:00:00.000Z',
    '2026-10 at 2026-11-01T08:00:00.000Z',
    '2026-11 at 2026-12-01T08:00:00.000Z',
  ])
})

it('not where the plan wants none, and of all that Muster slept through only of the last month', () => {
  const silent = watching({ ...plan, monthlyReport: false }, at('2026-09-15T12:00Z'))
  silent.until(at('2026-12-31T12:00Z'))
  expect(reports(silent)).toEqual([])
  const asleep = watching(plan, at('2026-05-15T12:00Z'))
  asleep.awayUntil(at('2026-10-20T12:00Z'))
  asleep.until(at('2026-10-31T12:00Z'))
  expect(reports(asleep)).toEqual(['2026-09 at 2026-10-20T12:00:00.000Z'])
})

it('is tried again while it fails, and told once it is there: to the channel and to whoever leads', () => {
  const incident = reviewedStory()
  const known = { measures: [measuresOf(reviewedPlan(), incident.state, incident.nowMs)], sinceMs: null }
  const december = { fromMs: at('2026-12-01T00:00Z'), toMs: at('2027-01-01T00:00Z') }
  const before = { fromMs: at('2026-11-01T00:00Z'), toMs: december.fromMs }
  const nowMs = at('2027-01-01T08:00Z')
  let tries = 0
  const answering = ({ kind }: ExternalEffect): Outcome => {
    if (kind !== 'report-month') return { ok: true }
    if (++tries < 3) return { ok: false, reason: 'The bucket is away.' }
    const [figures, earlier] = [summary(plan, known, december, nowMs), summary(plan, known, before, nowMs)]
    return { ok: true, detail: { figures, before: earlier, place: 'reports/shop/2026-12.html' } }
  }
  const watch = watching(plan, at('2026-12-15T12:00Z'), answering)
  watch.until(at('2027-01-01T09:00Z'))
  expect(tries).toBe(3)
  const told = watch
    .of('attempted')
    .map(({ effect }) => ('person' in effect ? `${effect.kind} ${effect.person}` : effect.kind))
  expect(told.slice(-2).toSorted()).toEqual(['post-news', 'tell-news ivan'])
  const news = watch.state.news.at(-1)!
  expect(recipients(plan, news)).toEqual(plan.roles.commander!.holders)
  const { title, text, buttons } = newsWords(plan, watch.state, news, watch.nowMs)
  expect(title).toBe('Shop: the figures of December 2026')
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      '• Incidents: 1 ▲ (0 before)',
      '• Back after (MTTR): 1 h 32 min',
      '• RTO met: 1 of 1 (100 %)',
      '`/dr metrics shop 2026-12` shows them with a picture. The report is filed as reports/shop/2026-12.html.',
    ]),
  )
  expect(buttons).toEqual([{ command: 'metrics', label: 'Show the picture', value: 'shop 2026-12' }])
})

/** The report of a month as it is filed: the same figures as elsewhere, as Markdown and HTML with their pictures; a bucket that is away is a failure to be tried again. */
import { expect, test } from 'vitest'
import { measuresOf } from '../../src/incident/measures/measures.ts'
import { createReportMonth } from '../../src/program/report-month.ts'
import { reviewedPlan, reviewedStory } from '../incident/review/reviewed.ts'
import { T0 } from '../incident/story.ts'
import { watching } from '../readiness/watching.ts'

const plan = { ...reviewedPlan(), classification: 'Confidential' }
const NEXT = Date.UTC(2027, 0, 1, 9)

function reporting(put?: (key: string, body: string) => void) {
  const measures = (['real', 'drill'] as const).map((mode) => ({
    ...measuresOf(plan, reviewedStory(mode).state, NEXT),
    incident: mode === 'real' ? 'DR-20261205-1000' : 'DR-20261205-1100',
  }))
  const { state } = watching(plan, T0)
  const services = { measures: async () => ({ measures, sinceMs: null }), watch: async () => ({ state, plan }) }
  const bucket = put && { put: async (key: string, body: unknown) => put(key, String(body)) }
  return createReportMonth({ bucket, services: () => services } as unknown as Parameters<typeof createReportMonth>[0])
}

test('is filed below the plan, with all that the month was', async () => {
  const files = new Map<string, string>()
  const outcome = await reporting((key, body) => files.set(key, body))(plan, '2026-12', NEXT)
  expect(outcome).toMatchObject({
    ok: true,
    detail: { place: 'reports/shop/2026-12.html', figures: { incidents: 1 }, before: { incidents: 0 } },
  })
  expect([...files.keys()]).toEqual([
    ...['reports/shop/2026-12-incidents.svg', 'reports/shop/2026-12-outages.svg'],
    ...['reports/shop/2026-12.md', 'reports/shop/2026-12.html'],
  ])
  await expect(files.get('reports/shop/2026-12.md')).toMatchFileSnapshot('report-month-read.md')
  const html = files.get('reports/shop/2026-12.html')!
  expect(html).toContain('Confidential')
  expect(html.match(/data:image\/svg\+xml/g)).toHaveLength(2)
  expect(html).not.toMatch(/undefined|NaN|\[object/)
})

test('without a bucket it is only told; one that is away is asked again', async () => {
  const told = await reporting()(plan, '2026-12', NEXT)
  expect(told).toMatchObject({ ok: true, detail: { figures: { incidents: 1 } } })
  expect(told).not.toHaveProperty('detail.place')
  const away = reporting(() => {
    throw new Error('The bucket does not answer.')
  })
  expect(await away(plan, '2026-12', NEXT)).toMatchObject({ ok: false, reason: 'The bucket does not answer.' })
})

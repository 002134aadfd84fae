import { expect, test } from 'vitest'
import { clock } from '../../src/doctor/clock.ts'
import { findingsOf, pagerDutySettings, slackSettings, subjectOf } from './patient.ts'

const away = (ms: number) => ({ nowMs: () => Date.now() + ms })

test.each([
  [0, 'ok', 'The clock is right within 1 s'],
  [-45_000, 'warning', 'The clock is 45 s behind'],
  [200_000, 'error', 'The clock is 200 s ahead'],
])('against Slack, %d ms away', async (ms, level, what) => {
  const { settings } = await slackSettings()
  const [found] = await findingsOf(clock, subjectOf(settings, away(ms)))
  // The seconds of a Date header are whole: one more or less is the same.
  expect(found).toMatchObject({ level })
  const seconds = Number(/\d+/.exec(found!.what)?.[0])
  expect(Math.abs(seconds - Number(/\d+/.exec(what)?.[0]))).toBeLessThanOrEqual(1)
  expect(found!.what.replace(/\d+/, '')).toBe(what.replace(/\d+/, ''))
})

test('PagerDuty tells the time as well, and without either nobody does', async () => {
  const { settings, faults } = await pagerDutySettings()
  const [found] = await findingsOf(clock, subjectOf(settings, away(200_000)))
  expect(found).toMatchObject({ level: 'error', remedy: expect.stringContaining('NTP') })
  faults.set({ service: 'pagerduty', fault: 'down' })
  expect(await findingsOf(clock, subjectOf(settings))).toMatchObject([{ level: 'skipped' }])
  expect(await findingsOf(clock, subjectOf())).toMatchObject([{ level: 'skipped' }])
})

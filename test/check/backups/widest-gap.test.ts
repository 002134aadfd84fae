import { expect, it } from 'vitest'
import { widestGap } from '../../../src/check/backups/widest-gap.ts'
import { backupSetSchema } from '../../../src/plan/backup-schema.ts'
import { NOW_MS } from '../base-plan.ts'

const H = 3_600_000
const gap = (zone: string, ...schedules: (string | string[])[]) =>
  widestGap(
    schedules.map((schedule) => backupSetSchema.parse({ label: 'x', store: 'x', schedule })),
    zone,
    NOW_MS,
  )

it('finds the night that backups in business hours leave', () => {
  expect(gap('UTC', '0 2 * * *', '0 9-17 * * *')).toEqual({
    ms: 9 * H,
    when: 'every day from 17:00 to 02:00 UTC',
    worst: '02:00',
  })
})

it('finds the weekend', () => {
  expect(gap('UTC', '0 9-17 * * 1-5')).toEqual({
    ms: 64 * H,
    when: 'on Fridays from 17:00 to 09:00 UTC',
    worst: '09:00',
  })
})

it('finds the long day on which clocks are put back', () => {
  expect(gap('Europe/Berlin', 'Daily at 12:00')).toEqual({
    ms: 25 * H,
    when: 'on one Saturday of the year at 12:00 Europe/Berlin',
    worst: '12:00',
  })
})

it('joins several schedules of one set', () => {
  expect(gap('UTC', ['Daily at 02:00 UTC', 'every 6 hours'])?.ms).toBe(6 * H)
})

it('loses nothing that is written all the time or on each change, and hardly anything that is written each second', () => {
  expect(gap('UTC', 'Daily at 02:00 UTC', 'continuous')).toBeNull()
  expect(gap('UTC', 'on change')).toBeNull()
  expect(gap('UTC', 'hourly', 'everysec')?.ms).toBe(1000)
})

it('knows nothing without a schedule', () => {
  expect(gap('UTC')).toBeUndefined()
})

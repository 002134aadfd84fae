import { describe, expect, it } from 'vitest'
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
    takesMs: 0,
    set: 1,
    when: 'every day from 17:00 to 02:00 UTC',
    worst: '02:00',
  })
})

it('finds the weekend', () => {
  expect(gap('UTC', '0 9-17 * * 1-5')).toEqual({
    ms: 64 * H,
    takesMs: 0,
    set: 0,
    when: 'on Fridays from 17:00 to 09:00 UTC',
    worst: '09:00',
  })
})

it('finds the long day on which clocks are put back', () => {
  expect(gap('Europe/Berlin', 'Daily at 12:00')).toEqual({
    ms: 25 * H,
    takesMs: 0,
    set: 0,
    when: 'on one Saturday of the year at 12:00 Europe/Berlin, when clocks are put back',
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

it('takes no comfort from what is saved before a deployment', () => {
  expect(gap('UTC', ['every 4 hours', 'before deployments'])?.ms).toBe(4 * H)
  expect(gap('UTC', 'before deployments')).toBeUndefined()
})

it('knows nothing without a schedule', () => {
  expect(gap('UTC')).toBeUndefined()
})

describe('how long one takes', () => {
  const taking = (...sets: [schedule: string, takes: string][]) =>
    widestGap(
      sets.map(([schedule, takes]) => backupSetSchema.parse({ label: 'x', store: 'x', schedule, takes })),
      'UTC',
      NOW_MS,
    )

  it('moves the worst hour to when the next one is whole', () => {
    expect(taking(['0 9-17 * * *', '20 min'])).toMatchObject({ ms: 16 * H, takesMs: H / 3, worst: '09:20' })
  })

  it('matters of the one that is awaited, and not of a slow one beside it', () => {
    const gap = taking(['Daily at 02:00 UTC', '1 h'], ['every 15 min', '1 min'])
    expect(gap).toMatchObject({ ms: H / 4, takesMs: H / 60, set: 1 })
  })

  it('says that it comes at several hours', () => {
    expect(taking(['every 6 hours', '0'])?.when).toBe('every day, such as from 12:00 to 18:00 UTC')
  })

  it('finds no gap between two that begin together', () => {
    expect(taking(['hourly', '10 min'], ['hourly', '0'])).toMatchObject({ ms: H, takesMs: 0, set: 1 })
  })
})

import { CronExpressionParser } from 'cron-parser'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { momentsOf } from '../../src/plan/schedule.ts'
import { scheduleField } from '../../src/plan/time-field.ts'

const moments = (written: string, from: string, to: string, zone = 'UTC') =>
  momentsOf(scheduleField.parse(written), zone, Date.parse(from), Date.parse(to))?.map((ms) =>
    new Date(ms).toISOString().replace(':00.000Z', 'Z'),
  )

it.each([
  ['0 9-17 * * *', '2026-12-05T00:00Z', '2026-12-06T00:00Z', 9],
  ['every 6 hours', '2026-12-05T00:00Z', '2026-12-06T00:00Z', 4],
  ['hourly', '2026-12-05T00:00Z', '2026-12-06T00:00Z', 24],
  ['weekly', '2026-12-05T00:00Z', '2026-12-26T00:00Z', 3],
])('%s falls so often', (written, from, to, count) => {
  expect(moments(written, from, to)).toHaveLength(count)
})

it('knows the first Saturdays of requirement R151', () => {
  expect(moments('First Saturday of each month, 10:00 UTC', '2026-11-22T00:00Z', '2027-03-01T00:00Z')).toEqual([
    '2026-12-05T10:00Z',
    '2027-01-02T10:00Z',
    '2027-02-06T10:00Z',
  ])
})

it('keeps a time of day through both changes of daylight saving', () => {
  const daily = 'Daily at 02:00 Europe/Berlin'
  expect(moments(daily, '2026-10-24T00:00Z', '2026-10-27T00:00Z')).toEqual([
    '2026-10-24T00:00Z',
    '2026-10-25T00:00Z',
    '2026-10-26T01:00Z',
  ])
  // 02:00 does not exist on that night; the moment after the gap stands in for it.
  expect(moments(daily, '2027-03-27T00:00Z', '2027-03-30T00:00Z')).toEqual([
    '2027-03-27T01:00Z',
    '2027-03-28T01:00Z',
    '2027-03-29T00:00Z',
  ])
})

it('knows no moments of what happens on events or all the time', () => {
  expect(moments('on change', '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toBeUndefined()
  expect(moments('continuous', '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toBeUndefined()
})

it('finds the moments of two spans joined where it finds those of the whole', () => {
  const written = fc.constantFrom(
    'every 6 hours',
    'every 7 hours',
    '0 9-17 * * *',
    'Daily at 02:30 Europe/Berlin',
    'Last Friday of each month, 23:00',
  )
  const instant = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2026-12-01') })
  fc.assert(
    fc.property(written, instant, fc.integer({ min: 1, max: 40 * 24 }), (text, from, hours) => {
      const schedule = scheduleField.parse(text)
      // What does not divide a day counts from the first midnight asked for, so that one is kept.
      const start = text === 'every 7 hours' ? from - (from % 86_400_000) : from
      const end = start + hours * 3_600_000
      const all = momentsOf(schedule, 'UTC', start, end) ?? []
      expect(all).toEqual([...all].sort((a, b) => a - b))
      expect(all.every((at) => at >= start && at < end)).toBe(true)
      if (text === 'every 7 hours') return
      const middle = Math.floor((start + end) / 2)
      expect([
        ...(momentsOf(schedule, 'UTC', start, middle) ?? []),
        ...(momentsOf(schedule, 'UTC', middle, end) ?? []),
      ]).toEqual(all)
    }),
    { numRuns: 60 },
  )
})

it('refuses what is no schedule in one sentence', () => {
  expect(scheduleField.safeParse('15 min').error?.issues[0]?.message).toMatch(/^"15 min" is no schedule: write /)
})

it.each([
  ['*/20 * * * *', 'Europe/Berlin'],
  ['30 2 * * *', 'Europe/Berlin'],
  ['15 1,2,3 * * 6,7', 'America/New_York'],
  ['0 0 * * 1-5', 'America/Sao_Paulo'],
  ['45 */3 * * 0', 'Australia/Lord_Howe'],
  ['7 4 1,15 * *', 'UTC'],
  ['0 9 1 * 1', 'Asia/Tokyo'],
])('lays out %s in %s as its library steps through it, all year and from the middle of a day', (line, zone) => {
  const [from, to] = [Date.parse('2026-11-28T13:37Z'), Date.parse('2027-11-28T10:00Z')]
  const cron = CronExpressionParser.parse(line, { currentDate: new Date(from - 1), tz: zone })
  const stepped: number[] = []
  for (let next = cron.next().getTime(); next < to; next = cron.next().getTime()) stepped.push(next)
  expect(momentsOf(scheduleField.parse(line), zone, from, to)).toEqual(stepped)
})

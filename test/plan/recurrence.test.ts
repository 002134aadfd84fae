/** Recurrence rules: read, refused, and kept at their hour through both changes of the clock; and what blackouts make of a day. */
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { firstFreeDay } from '../../src/plan/blackouts.ts'
import { isRecurrence } from '../../src/plan/recurrence.ts'
import { momentsOf } from '../../src/plan/schedule.ts'
import { scheduleField } from '../../src/plan/time-field.ts'

const at = (text: string) => Date.parse(text)
const moments = (rule: string, zone: string, from: string, to: string) =>
  momentsOf(scheduleField.parse(rule), zone, at(from), at(to))!.map((ms) =>
    DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd HH:mm'),
  )

it('falls on the first Saturday of each month at its hour, as the rule in words does', () => {
  const rule = 'RRULE:FREQ=MONTHLY;BYDAY=1SA;BYHOUR=10;BYMINUTE=0'
  const both = [rule, 'First Saturday of each month, 10:00'].map((one) =>
    moments(one, 'Europe/Berlin', '2026-11-28T00:00Z', '2028-11-28T00:00Z'),
  )
  expect(both[0]).toEqual(both[1])
  expect(both[0]).toHaveLength(24)
})

it('is the cron line of the same days, in any zone, over any two years', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata')
  const days = fc.constantFrom(['MO', 1], ['WE', 3], ['SA', 6], ['SU', 0])
  fc.assert(
    fc.property(
      zone,
      days,
      fc.integer({ min: 4, max: 23 }),
      fc.integer({ min: 0, max: 700 }),
      (zone, [name, day], hour, offset) => {
        const from = new Date(at('2025-01-01T00:00Z') + offset * 86_400_000).toISOString()
        const to = new Date(at(from) + 200 * 86_400_000).toISOString()
        const rule = moments(`RRULE:FREQ=WEEKLY;BYDAY=${name};BYHOUR=${hour}`, zone, from, to)
        expect(rule).toEqual(moments(`0 ${hour} * * ${day}`, zone, from, to))
      },
    ),
    { numRuns: 60 },
  )
})

it('counts an interval from the same Monday, whenever it is asked', () => {
  const rule = 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=9'
  const whole = moments(rule, 'UTC', '2026-11-01T00:00Z', '2027-02-01T00:00Z')
  const later = moments(rule, 'UTC', '2026-12-15T00:00Z', '2027-02-01T00:00Z')
  expect(whole.slice(-later.length)).toEqual(later)
})

it.each(['RRULE:FREQ=SOMETIMES', 'RRULE:', 'RRULE:FREQ=MINUTELY', 'RRULE:FREQ=DAILY;COUNT=3', 'FREQ=DAILY'])(
  '%s is no schedule',
  (text) => {
    expect(isRecurrence(text)).toBe(false)
    expect(scheduleField.safeParse(text).success).toBe(false)
  },
)

it('a day that is blacked out gives way to the first free one, at the same time of its zone', () => {
  const blackouts = [
    { from: '2027-03-20', until: '2027-03-28' },
    { from: '2027-03-29', until: '2027-03-29' },
  ]
  const free = firstFreeDay(at('2027-03-27T09:00Z'), blackouts, 'Europe/Berlin')
  // Clocks are put forward on the 28th: ten o'clock there is another hour in UTC.
  expect(new Date(free).toISOString()).toBe('2027-03-30T08:00:00.000Z')
  expect(firstFreeDay(at('2027-03-19T09:00Z'), blackouts, 'Europe/Berlin')).toBe(at('2027-03-19T09:00Z'))
})

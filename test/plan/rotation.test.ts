import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { onRotation, type Rotation } from '../../src/plan/rotation.ts'

const at = (iso: string) => DateTime.fromISO(iso, { setZone: true }).toMillis()
const iso = (ms: number, zone: string) => DateTime.fromMillis(ms, { zone }).toISO({ suppressMilliseconds: true })

const berlin: Rotation = {
  label: 'Weekly',
  zone: 'Europe/Berlin',
  start: '2026-01-05T09:00', // a Monday
  shift: { weeks: 1 },
  people: ['ann', 'bob', 'eve'],
}
const daily: Rotation = { ...berlin, zone: 'America/New_York', start: '2026-01-01T02:30', shift: { days: 1 } }

/** The first instant after this one at which somebody else is on call: within a shift, and the hour by which one may be longer. */
function nextHandover(rotation: Rotation, atMs: number): number {
  const person = onRotation(rotation, atMs)
  const days = (rotation.shift.days ?? 0) + 7 * (rotation.shift.weeks ?? 0)
  let [before, after] = [atMs, atMs + (24 * days + 1) * 3_600_000]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (onRotation(rotation, middle) === person) before = middle
    else after = middle
  }
  return after
}

describe('who is on call', () => {
  it.each([
    ['2026-01-05T09:00+01:00', 'ann'],
    ['2026-01-12T08:59:59+01:00', 'ann'],
    ['2026-01-12T09:00+01:00', 'bob'],
    ['2026-01-19T09:00+01:00', 'eve'],
    ['2026-01-26T09:00+01:00', 'ann'],
    ['2025-12-24T00:00+01:00', 'ann'], // before the start
  ])('at %s it is %s', (instant, person) => {
    expect(onRotation(berlin, at(instant))).toBe(person)
  })
})

describe('the hand-over keeps its local time', () => {
  it('when clocks go forward: 29 March 2026, one shift lasts an hour less', () => {
    expect(iso(nextHandover(berlin, at('2026-03-23T12:00+01:00')), berlin.zone)).toBe('2026-03-30T09:00:00+02:00')
    const before = onRotation(berlin, at('2026-03-30T08:59+02:00'))
    const after = onRotation(berlin, at('2026-03-30T09:00+02:00'))
    expect([before, after]).toEqual(['eve', 'ann'])
  })

  it('when clocks go back: 25 October 2026, one shift lasts an hour more', () => {
    expect(iso(nextHandover(berlin, at('2026-10-19T09:00+02:00')), berlin.zone)).toBe('2026-10-26T09:00:00+01:00')
    expect(onRotation(berlin, at('2026-10-26T08:59+01:00'))).not.toBe(onRotation(berlin, at('2026-10-26T09:00+01:00')))
  })

  it('also where the local time is skipped that day: the hand-over comes an hour later and then returns', () => {
    expect(iso(nextHandover(daily, at('2026-03-07T12:00-05:00')), daily.zone)).toBe('2026-03-08T03:30:00-04:00')
    expect(iso(nextHandover(daily, at('2026-03-08T12:00-04:00')), daily.zone)).toBe('2026-03-09T02:30:00-04:00')
  })
})

it('shifts can be days and weeks together', () => {
  const rotation: Rotation = { ...berlin, shift: { weeks: 1, days: 3 } }
  expect(iso(nextHandover(rotation, at('2026-01-05T09:00+01:00')), berlin.zone)).toBe('2026-01-15T09:00:00+01:00')
})

it('each shift begins at its local time, with the next person', () => {
  const instant = fc.integer({ min: at('2026-01-05T09:00+01:00'), max: at('2036-01-01T00:00Z') })
  fc.assert(
    fc.property(instant, fc.constantFrom(berlin, daily), (now, rotation) => {
      const next = nextHandover(rotation, now)
      const person = onRotation(rotation, now)
      expect(onRotation(rotation, next)).toBe(rotation.people[(rotation.people.indexOf(person) + 1) % 3])
      // Half past two is skipped once a year in New York.
      expect(rotation === berlin ? ['09:00'] : ['02:30', '03:30']).toContain(
        DateTime.fromMillis(next, { zone: rotation.zone }).toFormat('HH:mm'),
      )
    }),
  )
})

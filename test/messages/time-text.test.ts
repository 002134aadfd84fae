import { expect, it } from 'vitest'
import { durationText, timeText } from '../../src/messages/time-text.ts'
import { MINUTE, SECOND } from '../incident/story.ts'

const HOUR = 60 * MINUTE

it.each([
  [undefined, '2026-12-05 10:00 UTC'],
  ['Europe/Berlin', '2026-12-05 11:00 CET (10:00 UTC)'],
  ['America/New_York', '2026-12-05 05:00 EST (10:00 UTC)'],
  ['Etc/UTC', '2026-12-05 10:00 UTC'],
  ['Pacific/Auckland', '2026-12-05 23:00 NZDT (10:00 UTC)'],
  ['Pacific/Kiritimati', '2026-12-06 00:00 GMT+14 (2026-12-05 10:00 UTC)'],
  ['Mars/Olympus', '2026-12-05 10:00 UTC'],
])('a time in the zone %s always names it', (zone, text) => {
  expect(timeText(Date.UTC(2026, 11, 5, 10, 0, 59), zone)).toBe(text)
})

it.each([
  [59 * SECOND, 'less than a minute'],
  [125 * MINUTE + 59 * SECOND, '2 h 5 min'],
  [26 * HOUR, '26 h'],
  [73 * HOUR, '3 d 1 h'],
])('%i ms lasts %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

it('a duration counts what has passed, also when a clock on the wall was set back', () => {
  const before = Date.parse('2026-10-25T00:30:00Z')
  expect([timeText(before, 'Europe/Berlin'), timeText(before + HOUR, 'Europe/Berlin')]).toEqual([
    '2026-10-25 02:30 CEST (00:30 UTC)',
    '2026-10-25 02:30 CET (01:30 UTC)',
  ])
  expect(durationText(HOUR)).toBe('1 h')
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDelay, parseTime, type TimeExpression } from '../../src/plan/time.ts'

const S = 1000
const MIN = 60 * S
const H = 60 * MIN
const D = 24 * H

const duration = (ms: number): TimeExpression => ({ kind: 'duration', ms })
const deadline = (ms: number): TimeExpression => ({ kind: 'deadline', ms })
const between = (fromMs: number, toMs: number | null): TimeExpression => ({ kind: 'window', fromMs, toMs })
const offset = (ms: number): TimeExpression => ({ kind: 'offset', ms })
const every = (everyMs: number): TimeExpression => ({ kind: 'interval', everyMs })
const retention = (ms: number): TimeExpression => ({ kind: 'retention', ms })

const vectors: [string, TimeExpression][] = [
  ['5 minutes', duration(5 * MIN)],
  ['15 min', duration(15 * MIN)],
  ['30m', duration(30 * MIN)],
  ['10 min', duration(10 * MIN)],
  ['1 hour', duration(H)],
  ['4h', duration(4 * H)],
  ['2 hours', duration(2 * H)],
  ['90s', duration(90 * S)],
  ['1 h 30 min', duration(90 * MIN)],
  ['1h30m', duration(90 * MIN)],
  ['1.5 hours', duration(90 * MIN)],
  ['  4   HOURS ', duration(4 * H)],
  ['30 days', duration(30 * D)],
  ['0', duration(0)],
  ['immediate', duration(0)],
  ['Immediately', duration(0)],
  ['within_15_minutes', deadline(15 * MIN)],
  ['Within 30 minutes', deadline(30 * MIN)],
  ['within_72_hours', deadline(72 * H)],
  ['0-15 minutes', between(0, 15 * MIN)],
  ['15 minutes - 2 hours', between(15 * MIN, 2 * H)],
  ['15 minutes – 2 hours', between(15 * MIN, 2 * H)],
  ['2-4 hours', between(2 * H, 4 * H)],
  ['0-30 minutes', between(0, 30 * MIN)],
  ['10-30', between(10 * MIN, 30 * MIN)],
  ['1-7 days', between(D, 7 * D)],
  ['4-48 hours', between(4 * H, 48 * H)],
  ['2-30 days', between(2 * D, 30 * D)],
  ['1-4 weeks', between(7 * D, 28 * D)],
  ['1-2 weeks', between(7 * D, 14 * D)],
  ['1+ hour', between(H, null)],
  ['60 min +', between(H, null)],
  ['Ongoing', { kind: 'none' }],
  ['Continuous', { kind: 'continuous' }],
  ['T-24 hours', offset(-D)],
  ['T-1 hour', offset(-H)],
  ['T+0', offset(0)],
  ['T-0', offset(0)],
  ['T+15 minutes', offset(15 * MIN)],
  ['T+1 day', offset(D)],
  ['T+1 week', offset(7 * D)],
  ['every_4_hours', every(4 * H)],
  ['Every 6 hours', every(6 * H)],
  ['every 30 minutes', every(30 * MIN)],
  ['hourly', every(H)],
  ['daily', every(D)],
  ['weekly', every(7 * D)],
  ['Every hour', every(H)],
  ['everysec', every(S)],
  ['168_hours', retention(168 * H)],
  ['30_days', retention(30 * D)],
  ['90-day', retention(90 * D)],
  ['12 months', retention(365 * D)],
  ['12 mo', retention(365 * D)],
  ['1 year', retention(365 * D)],
  ['4 weeks', retention(28 * D)],
  ['0 2 * * *', { kind: 'cron', expression: '0 2 * * *' }],
  ['0 9-17 * * *', { kind: 'cron', expression: '0 9-17 * * *' }],
  ['Daily at 02:00 UTC', { kind: 'calendar', rule: { every: 'day', at: { hour: 2, minute: 0 } }, zone: 'UTC' }],
  ['daily at 23:59', { kind: 'calendar', rule: { every: 'day', at: { hour: 23, minute: 59 } }, zone: null }],
  [
    'First Saturday of each month, 10:00 UTC',
    { kind: 'calendar', rule: { every: 'month', nth: 1, weekday: 6, at: { hour: 10, minute: 0 } }, zone: 'UTC' },
  ],
  [
    'Last friday of the month at 16:30 America/New_York',
    {
      kind: 'calendar',
      rule: { every: 'month', nth: -1, weekday: 5, at: { hour: 16, minute: 30 } },
      zone: 'America/New_York',
    },
  ],
  [
    'Every Monday at 09:00',
    { kind: 'calendar', rule: { every: 'week', weekday: 1, at: { hour: 9, minute: 0 } }, zone: null },
  ],
  ['On change', { kind: 'event', when: 'on', what: 'change' }],
  ['before_deployments', { kind: 'event', when: 'before', what: 'deployments' }],
]

describe('every notation of a plan', () => {
  it.each(vectors)('reads %j', (text, time) => {
    expect(parseTime(text)).toEqual({ ok: true, time })
  })

  it.each([
    '',
    'soon',
    '15',
    '-5 min',
    '15 parsecs',
    '30 min 2 h',
    '5 min 5 min',
    'within',
    'within 0 2 * * *',
    '30-10 minutes',
    'T+',
    'T',
    'every 0 hours',
    '61 2 * * *',
    '0 2 * *',
    '0 0 2 * * *',
    'Daily at 25:00 UTC',
    'Daily at 02:00 Mars/Olympus',
    'Fifth Saturday of each month, 10:00 UTC',
    '999999999 years',
    '1 h '.repeat(1000),
  ])('refuses %j and names the accepted forms', (text) => {
    const parsed = parseTime(text)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.why).toMatch(/is not a time: write a length.*"within 30 minutes".*cron line/)
  })
})

describe('a delay', () => {
  it.each([
    ['15 min', 15 * MIN],
    ['0', 0],
    ['immediately', 0],
    ['within 30 minutes', 30 * MIN],
    ['T+15 minutes', 15 * MIN],
    ['T+0', 0],
    ['168_hours', 168 * H],
    ['1 month', (365 / 12) * D],
  ])('%j is %d ms', (text, ms) => {
    expect(parseDelay(text)).toEqual({ ok: true, ms })
  })

  it('refuses a bare number, because its unit would be a guess', () => {
    expect(parseDelay('15')).toEqual({ ok: false, why: '"15" has no unit: write "15 min", "15 h" or the like' })
  })

  it('refuses a moment before its anchor', () => {
    expect(parseDelay('T-1 hour')).toMatchObject({ ok: false, why: expect.stringContaining('before its anchor') })
  })

  it.each(['daily', '0-15 minutes', 'ongoing', 'on change', '0 2 * * *', 'nonsense'])('refuses %j', (text) => {
    expect(parseDelay(text)).toMatchObject({ ok: false, why: expect.stringContaining('"15 min"') })
  })
})

describe('a length as people read it', () => {
  it.each([
    [4 * H, '4 h'],
    [90 * MIN, '1 h 30 min'],
    [45 * S, '45 s'],
    [24 * H, '24 h'],
    [72 * H, '3 d'],
    [0, '0 s'],
    [1500, '1 s 500 ms'],
    [-5 * MIN, '-5 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})

describe('properties', () => {
  it('what is written is read back to the same milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3650 * D }), (ms) => {
        expect(parseDelay(formatDuration(ms))).toEqual({ ok: true, ms })
      }),
    )
  })

  it('a window keeps both ends, with the unit of its end for a bare start', () => {
    const unit = fc.constantFrom(['minutes', MIN] as const, ['h', H] as const, ['days', D] as const)
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), unit, (a, b, [name, ms]) => {
        const [from, to] = a <= b ? [a, b] : [b, a]
        expect(parseTime(`${from}-${to} ${name}`)).toEqual({ ok: true, time: between(from * ms, to * ms) })
      }),
    )
  })

  it('letter case and underscores never change a meaning', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors), ([text]) => {
        const parsed = parseTime(text)
        if (parsed.ok && parsed.time.kind !== 'calendar' && parsed.time.kind !== 'cron') {
          expect(parseTime(text.toUpperCase())).toEqual(parsed)
        }
      }),
    )
  })

  it('no text makes it throw, and what is accepted as a delay is a whole number of milliseconds', () => {
    const words = fc.constantFrom(
      'every',
      'within',
      '0',
      '15',
      '-',
      '+',
      'T',
      'min',
      '*',
      'daily',
      'at',
      '02:00',
      'UTC',
      'h',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(words).map((list) => list.join(' ')),
    )
    fc.assert(
      fc.property(text, (written) => {
        parseTime(written)
        const parsed = parseDelay(written)
        if (parsed.ok) expect(Number.isSafeInteger(parsed.ms) && parsed.ms >= 0).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

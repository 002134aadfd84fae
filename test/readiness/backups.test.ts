/** Which backups are late, have shrunk or cannot be seen, and what would be lost if disaster struck now. */
import { describe, expect, it } from 'vitest'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import type { SeenSet } from '../../src/readiness/backups/seen.ts'
import { backupsStanding } from '../../src/readiness/backups/standing.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2027, 4, 20, 12)
const at = (text: string) => Date.parse(text)

const planWith = (backups: object, more: object = {}): Plan =>
  planSchema.parse({
    ...testPlanInput,
    components: { db: { label: 'Database' } },
    stores: { s3: { bucket: 'b' }, far: { bucket: 'c', region: 'eu-west-1' } },
    backups,
    ...more,
  })
const seen = (set: string, ...made: (number | [number, number])[]): SeenSet => ({
  set,
  newest: made
    .map((one) => (typeof one === 'number' ? [one, 100] : one))
    .map(([madeAtMs = 0, size = 0]) => ({ key: `k${madeAtMs}`, madeAtMs, size, verified: false })),
})
const faults = (set: object, ...made: Parameters<typeof seen>[1][]) =>
  backupsStanding(
    planWith({ one: { label: 'One', store: 's3', components: ['db'], ...set } }),
    [seen('one', ...made)],
    NOW,
  ).sets[0]!.faults

describe('a set is late', () => {
  it.each([
    ['hourly', '2027-05-20T11:00Z', []],
    ['hourly', '2027-05-20T10:59Z', [{ kind: 'late', dueMs: at('2027-05-20T11:00Z') }]],
    // Due at noon, and a quarter of an hour to be there.
    ['every 6 hours', '2027-05-20T06:00Z', []],
    ['every 6 hours', '2027-05-20T05:00Z', [{ kind: 'late', dueMs: at('2027-05-20T06:00Z') }]],
    ['0 9-17 * * *', '2027-05-20T11:00Z', []],
    ['Daily at 02:00 UTC', '2027-05-19T02:00Z', [{ kind: 'late', dueMs: at('2027-05-20T02:00Z') }]],
    ['every Sunday at 03:00', '2027-05-16T03:10Z', []],
    ['every Sunday at 03:00', '2027-05-09T03:10Z', [{ kind: 'late', dueMs: at('2027-05-16T03:00Z') }]],
    ['continuous', '2027-05-20T11:50Z', []],
    ['continuous', '2027-05-20T11:40Z', [{ kind: 'late', dueMs: NOW - 15 * MINUTE }]],
    ['on change', '2020-01-01T00:00Z', []],
  ])('by its schedule %s, newest %s', (schedule, newest, expected) => {
    expect(faults({ schedule }, at(newest))).toEqual(expected)
  })

  it('by the clock of its zone', () => {
    const set = { schedule: 'Daily at 02:00', zone: 'America/New_York' }
    expect(faults(set, at('2027-05-20T05:59Z'))).toEqual([{ kind: 'late', dueMs: at('2027-05-20T06:00Z') }])
    expect(faults(set, at('2027-05-20T06:00Z'))).toEqual([])
  })

  it('not before a run can have ended', () => {
    const set = { schedule: '0 11 * * *', takes: '50 min' }
    expect(faults(set, at('2027-05-19T11:00Z'))).toEqual([])
    expect(faults({ ...set, takes: '40 min' }, at('2027-05-19T11:00Z'))).toHaveLength(1)
  })

  it('never where nobody has said when it is made', () => {
    expect(faults({}, at('2020-01-01T00:00Z'))).toEqual([])
  })
})

it('has shrunk when it has less than half of the usual size', () => {
  const earlier = [1, 2, 3].map((n): [number, number] => [NOW - n * HOUR, 100])
  expect(faults({}, [NOW, 49], ...earlier)).toEqual([{ kind: 'shrunk', size: 49, usual: 100 }])
  expect(faults({}, [NOW, 50], ...earlier)).toEqual([])
  expect(faults({}, [NOW, 1], ...earlier.slice(1))).toEqual([])
})

it('is not there, or cannot be seen', () => {
  expect(faults({ schedule: 'hourly' })).toEqual([{ kind: 'none' }])
  const plan = planWith({ one: { label: 'One', store: 's3' } })
  const { sets } = backupsStanding(plan, [{ ...seen('one'), unread: 'the store does not answer' }], NOW)
  expect(sets[0]?.faults).toEqual([{ kind: 'unread', why: 'the store does not answer', everywhere: true }])
})

it('loses what was written since the newest of a full backup, its increments and their copies', () => {
  const plan = planWith({
    full: { label: 'Full', store: 's3', components: ['db'], schedule: 'daily' },
    log: { label: 'Log', store: 's3', components: ['db'], kind: 'log' },
    copy: { label: 'Copy', store: 'far', copyOf: 'log' },
  })
  const found = (log: number) =>
    backupsStanding(plan, [seen('full', at('2027-05-20T00:00Z')), seen('log'), seen('copy', log)], NOW).components
  expect(found(NOW - 20 * MINUTE)).toEqual([
    {
      component: 'db',
      pointMs: NOW - 20 * MINUTE,
      set: 'copy',
      rpoMs: HOUR,
      lostMs: 20 * MINUTE,
      missed: false,
      restorableMs: null,
      restorableSet: null,
      unread: false,
      lastSeenMs: null,
    },
  ])
  expect(found(NOW - 61 * MINUTE)[0]).toMatchObject({ missed: true })
  expect(backupsStanding(plan, [seen('full'), seen('log'), seen('copy')], NOW).components[0]).toMatchObject({
    lostMs: null,
    missed: true,
  })
})

describe('a copy', () => {
  const plan = planWith({
    log: { label: 'Log', store: 's3', components: ['db'] },
    copy: { label: 'Copy', store: 'far', copyOf: 'log' },
  })
  const copyFaults = (log: number, copy: number) =>
    backupsStanding(plan, [seen('log', log), seen('copy', copy)], NOW).sets[1]!.faults

  it('is behind when its original has had a newer one for an hour', () => {
    expect(copyFaults(NOW - 61 * MINUTE, NOW - 90 * MINUTE)).toEqual([
      { kind: 'behind', originalMs: NOW - 61 * MINUTE },
    ])
    expect(copyFaults(NOW - 60 * MINUTE, NOW - 90 * MINUTE)).toEqual([])
    expect(copyFaults(NOW - 90 * MINUTE, NOW - 90 * MINUTE)).toEqual([])
  })
})

describe('retention', () => {
  const DAY = 24 * HOUR
  const kept = (keep: unknown, backMs: number) => {
    const plan = planWith({ one: { label: 'One', store: 's3', keep } })
    return backupsStanding(plan, [{ ...seen('one', NOW), oldestMs: NOW - backMs }], NOW).sets[0]!.faults
  }

  it.each([
    ['30 days', 5 * DAY, 'kept-short'],
    ['30 days', 25 * DAY, undefined],
    ['30 days', 37 * DAY, undefined],
    ['30 days', 45 * DAY, 'kept-long'],
    ['24 hours', 30 * HOUR, undefined],
    [
      [
        { of: 'daily', for: '7 days' },
        { of: 'monthly', for: '365 days' },
      ],
      300 * DAY,
      undefined,
    ],
    [
      [
        { of: 'daily', for: '7 days' },
        { of: 'monthly', for: '365 days' },
      ],
      8 * DAY,
      'kept-short',
    ],
    [undefined, 5000 * DAY, undefined],
  ])('keep %j, going back %d ms', (keep, backMs, kind) => {
    expect(kept(keep, backMs).map((fault) => fault.kind)).toEqual(kind === undefined ? [] : [kind])
  })
})

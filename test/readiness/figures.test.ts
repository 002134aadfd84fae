/** What only a watch knows of a month, counted by hand: drills held and missed, restores that were tried, alerts answered in their window. */
import { describe, expect, it } from 'vitest'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { watchFigures } from '../../src/readiness/figures.ts'
import type { Proposal } from '../../src/readiness/signals/track.ts'
import type { WatchState } from '../../src/readiness/watch/state.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { watching } from './watching.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const OCT = Date.UTC(2026, 9, 1)
const [NOV, DEC] = [Date.UTC(2026, 10, 1), Date.UTC(2026, 11, 1)]
const november = { fromMs: NOV, toMs: DEC }
const ANN = { id: 'slack:U1', via: 'slack' as const }

const plan: Plan = planSchema.parse({
  ...testPlanInput,
  contactTests: 'never',
  drills: {
    monthly: { label: 'Monthly', every: 'month', scenarios: ['database-corruption'] },
    weekly: { label: 'Weekly', every: 'week' },
  },
  alerts: [
    { id: 'page', label: 'Somebody gets up', respond: '0-15 minutes', reaction: 'page', triggers: ['errors'] },
    { id: 'look', label: 'Somebody looks', respond: '0-60 minutes', reaction: 'propose', triggers: ['slow'] },
  ],
})

describe('drills', () => {
  it('missed are those whose time ended in the month without one, held or left out the others', () => {
    const watch = watching(plan, OCT)
    // Weeks end on Mondays: those of 2, 9, 16, 23 and 30 November end in it.
    watch.until(NOV + 4 * DAY)
    watch.give({
      type: 'record-drill',
      atMs: watch.nowMs,
      by: ANN,
      drill: 'weekly',
      startedMs: watch.nowMs,
      note: { private: 'ok' },
    })
    watch.until(NOV + 10 * DAY)
    watch.give({ type: 'skip-drill', atMs: watch.nowMs, by: ANN, drill: 'weekly', reason: { private: 'holidays' } })
    watch.until(DEC + DAY)
    // Missed: three weeks and the month.
    expect(watchFigures(plan, watch.state, november, watch.nowMs).drills).toEqual({ missed: 4, skipped: 1 })
  })

  it('what ended before it was watched over nobody has missed, nor what goes on', () => {
    const watch = watching(plan, NOV + 20 * DAY)
    watch.until(NOV + 24 * DAY)
    expect(watchFigures(plan, watch.state, november, watch.nowMs).drills).toEqual({ missed: 1, skipped: 0 })
  })
})

const proposal = (id: string, minutes: number, more: Partial<Proposal> = {}): Proposal => ({
  ...{
    id,
    openedMs: NOV + DAY,
    refs: ['unknown'],
    tier: 'page',
    reaction: 'page',
    scenario: null,
    severity: 'critical',
  },
  ...{ components: [], firstBadMs: NOV, lastGoodMs: null, respondByMs: NOV + DAY + 15 * MINUTE, declareAtMs: null },
  ...{ overdueMs: null, snoozedUntilMs: null, snoozes: 0 },
  end: { atMs: NOV + DAY + minutes * MINUTE, by: ANN, how: 'declared' },
  ...more,
})

describe('alerts', () => {
  const of = (past: Proposal[]) => {
    const state: WatchState = watching(plan, NOV).state
    return watchFigures(plan, { ...state, signals: { ...state.signals, past } }, november, DEC).alerts
  }
  const late = { overdueMs: NOV + DAY + 15 * MINUTE }

  it('those that somebody answered within the window of their tier, in all and by tier', () => {
    const end = (how: 'dismissed' | 'recovered') => ({ end: { atMs: NOV + DAY + 9 * MINUTE, by: ANN, how } })
    expect(
      of([
        proposal('a', 4),
        proposal('b', 20, late),
        proposal('c', 9, { tier: 'look', ...end('dismissed') }),
        // Went away before anybody had to say anything; another month's; declared at once, by itself.
        proposal('d', 9, end('recovered')),
        proposal('e', 4, { openedMs: NOV - DAY }),
        proposal('f', 0, { end: { atMs: NOV + DAY, by: { id: 'system', via: 'system' }, how: 'declared' } }),
        // Nobody said anything in time, and then it went away.
        proposal('g', 30, { ...late, ...end('recovered') }),
      ]),
    ).toEqual({
      ...{ asked: 4, inWindow: 2, medianMs: 9 * MINUTE },
      byTier: [
        { tier: 'page', windowMs: 15 * MINUTE, asked: 3, inWindow: 1 },
        { tier: 'look', windowMs: 60 * MINUTE, asked: 1, inWindow: 1 },
      ],
    })
  })

  it('of none, no time is known', () => {
    expect(of([])).toEqual({ asked: 0, inWindow: 0, medianMs: null, byTier: [] })
  })
})

describe('backups', () => {
  const withBackup = planSchema.parse({
    ...testPlanInput,
    stores: { box: { path: '/srv/backups' } },
    backups: {
      orders: {
        label: 'Orders',
        store: 'box',

        schedule: 'daily',
        verification: [{ how: 'restore', schedule: 'weekly', trial: { sequence: 'try' } }],
      },
    },
    sequences: {
      try: { title: 'Try', steps: [{ id: 'look', title: 'Look', do: [{ sql: 'select 1', on: 'scratch' }] }] },
    },
  })

  it('sets whose restore is tried, those whose last try has passed in time, and the tries of the month', () => {
    const { state } = watching(withBackup, NOV)
    const handled = (
      atMs: number,
      result: 'passed' | 'failed' | 'undecided',
      why: 'restore' | 'checksum' = 'restore',
    ) => ({
      ...{ atMs, by: ANN, set: 'orders', why, result, detail: { tookMs: 1 } },
    })
    const backups: WatchState['backups'] = {
      ...{ ...state.backups, looked: ['orders'] },
      ways: {
        'orders/restore': {
          cursorMs: DEC,
          passedMs: DEC - DAY,
          last: { atMs: DEC - DAY, result: 'passed', detail: { tookMs: 1 } },
        },
      },
      handled: [
        handled(NOV - DAY, 'failed'),
        ...[handled(NOV + DAY, 'failed'), handled(NOV + 2 * DAY, 'undecided'), handled(NOV + 3 * DAY, 'passed')],
        handled(NOV + 4 * DAY, 'passed', 'checksum'),
      ],
    }
    const of = (found: WatchState['backups']) =>
      watchFigures(withBackup, { ...state, backups: found }, november, DEC).backups
    expect(of(backups)).toEqual({ sets: 1, restorable: 1, tries: 2, failed: 1 })
    const { passedMs: _, last: __, ...never } = backups.ways['orders/restore']!
    expect(of({ ...backups, ways: { 'orders/restore': never } })).toMatchObject({ sets: 1, restorable: 0 })
    expect(of({ ...backups, looked: [] })).toMatchObject({ sets: 0, restorable: 0 })
  })
})

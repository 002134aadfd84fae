/** What a backup costs: before it is restored, and once it is. */
import { describe, expect, it } from 'vitest'
import { drillReportText } from '../../../commands/wording/drill-report.ts'
import { doubtLine, rpoLine } from '../../../commands/wording/steps.ts'
import { drillReport } from '../../../src/incident/drill/report.ts'
import { procedureNow } from '../../../src/incident/recovery/procedure-now.ts'
import { cardKey } from '../../../src/incident/recovery/step-card.ts'
import { recoveryView } from '../../../src/incident/recovery/view-recovery.ts'
import { view } from '../../../src/incident/view.ts'
import { approvalFields } from '../../../src/messages/recovery-fields.ts'
import { privately } from '../../../src/plan/actor.ts'
import { messages } from '../../messages/golden.ts'
import { by, MINUTE, T0 } from '../story.ts'
import {
  byHand,
  change,
  look,
  type Recovery,
  type RecoveryStory,
  recoveryPlan,
  startRecovery,
} from './recovery-plan.ts'

const shown = (recovery: Recovery, story: RecoveryStory) => recoveryView(recoveryPlan(recovery), story.state)!

describe('a backup that is restored', () => {
  const recovering = (restore: object = {}, sets: object = {}): Recovery => ({
    steps: [
      look('find', { do: [{ backup: 'nightly', pick: 'newest', capture: { key: 'key' } }] }),
      change('restore', {
        risk: 'destructive',
        approval: { roles: ['dba'] },
        do: [{ backup: 'nightly', key: { value: 'key' }, fetch: 'dump' }, { command: ['restore', { file: 'dump' }] }],
        ...restore,
      }),
      byHand('look-at-it'),
    ],
    scenario: { backups: ['nightly', ...Object.keys(sets)], rpo: '1 hour' },
    plan: {
      stores: { s: { bucket: 'b' } },
      components: { db: { label: 'Database' } },
      backups: { nightly: { label: 'Nightly', store: 's', components: ['db'] }, ...sets },
      values: { key: { kind: 'pattern', label: 'Key', pattern: '[a-z]+' } },
    },
  })
  const recovery = recovering()
  const MADE: Record<string, number> = { late: -10, new: 30, old: 90 }
  const read = (key: string, fetched: boolean) => ({
    ...{ set: 'nightly', store: 's', key, size: 1, sha256: '00', madeAtMs: T0 - MADE[key]! * MINUTE },
    ...{ verified: true, fetched },
  })
  const NEWEST = { set: 'nightly', key: 'new', madeAtMs: T0 - 30 * MINUTE, verified: true }
  const story = (found: string, of = recovery, points = [NEWEST]) =>
    startRecovery(of, {
      answer: (effect) => {
        if (effect.kind === 'find-restore-points') return { ok: true, detail: { points } }
        if (effect.kind !== 'run-step') return { ok: true, detail: { ref: 'r' } }
        const report = { actions: [], checks: [], outputBytes: 0 }
        const captured = effect.step === 'find' ? { key: privately(found) } : {}
        return { ok: true, detail: { ...report, captured, custody: [read(found, effect.step === 'restore')] } }
      },
    })

  it('says what is lost for good, whatever could have been restored', () => {
    const newest = story('new')
    expect(shown(recovery, newest).rpo).toMatchObject({ lostMs: 30 * MINUTE, missed: false, restored: false })
    const older = story('old')
    expect(shown(recovery, older).rpo).toMatchObject({ lostMs: 30 * MINUTE, restored: false })
    older.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    older.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
    expect(older.statuses().restore).toBe('succeeded')
    expect(shown(recovery, older).rpo).toMatchObject({ lostMs: 90 * MINUTE, missed: true, restored: true })
  })

  it('is said to be older than the newest before it is approved, and nothing of the newest', () => {
    const older = story('old')
    older.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    expect(older.statuses().restore).toBe('awaiting-approval')
    expect(older.step('restore').doubt).toEqual({
      ...{ kind: 'older', set: 'Nightly', madeAtMs: T0 - 90 * MINUTE, newestMs: T0 - 30 * MINUTE },
    })
    expect(doubtLine(older.step('restore'), T0)).toBe(
      '*An older backup than it could be:* Nightly of 08:30 UTC, and there is one of 09:30 UTC. 1 h more would be lost.',
    )
    const newest = story('new')
    newest.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    expect(newest.step('restore').doubt).toBeNull()
    expect(newest.step('find').doubt).toBeNull()
  })

  it('that was made after the outage began, as it turns out, may hold the damage: before it is approved and afterwards', () => {
    const late = story('new')
    late.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    const card = () => {
      const plan = recoveryPlan(recovery)
      return cardKey(plan, late.state, procedureNow(plan, late.state).byId.get('restore')!)
    }
    const before = card()
    late.ask({ type: 'set-outage-start', outageStartMs: T0 - 45 * MINUTE })
    expect(card()).not.toBe(before)
    expect(doubtLine(late.step('restore'), T0)).toBe(
      '*This backup may hold the damage:* Nightly of 09:30 UTC was made after the outage began at 09:15 UTC. Look for an earlier one first.',
    )
    late.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
    expect(rpoLine(shown(recovery, late), T0)).toBe(
      'Restored from Nightly as of 09:30 UTC, *after the outage began: it may hold the damage*',
    )
  })

  it('that was made after the outage began keeps no objective: nobody knows what is lost', () => {
    const late = story('late')
    late.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    expect(late.step('restore').doubt).toMatchObject({ kind: 'in-outage', beganMs: T0 })
    late.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
    expect(shown(recovery, late).rpo).toMatchObject({ restored: true, inOutage: true, lostMs: null, missed: null })
    const report = drillReport(recoveryPlan(recovery), late.state)
    expect(report.rpo).toMatchObject({ lostMs: null, met: null, set: 'Nightly' })
    expect(drillReportText(report, { held: [], nth: 1, before: null }, null, T0)).toContain(
      'RPO: not known, the backup of Nightly may hold the damage',
    )
  })

  it('is in the report as what was lost, not as what would have been', () => {
    const older = story('old')
    older.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    older.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
    expect(drillReport(recoveryPlan(recovery), older.state).troubles.map(({ what }) => what)).toContain(
      'The RPO of 1 h was missed: 1 h 30 min were lost',
    )
  })

  it('and is taken back is restored no longer', () => {
    const undoable = recovering({ undo: { title: 'Put it back', do: [{ command: ['put-back'] }] } })
    const older = story('old', undoable)
    older.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    older.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
    expect(shown(undoable, older).rpo).toMatchObject({ restored: true })
    older.nowMs += MINUTE
    older.ask({ type: 'start-step', step: 'restore', variant: 'undo' }, by('tina'))
    older.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
    expect(older.step('restore').undo).toMatchObject({ state: 'succeeded' })
    expect(shown(undoable, older).rpo).toMatchObject({ lostMs: 30 * MINUTE, restored: false })
  })

  it('and is only unpacked is restored once the service is back, and one that nothing uses never', () => {
    const fetched = { backup: 'nightly', key: { value: 'key' }, fetch: 'dump' }
    const unpack = recovering({
      risk: 'write',
      approval: undefined,
      do: [fetched, { command: ['unpack', { file: 'dump' }] }],
    })
    const unpacked = story('old', unpack)
    unpacked.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    expect(unpacked.statuses().restore).toBe('succeeded')
    expect(shown(unpack, unpacked).rpo).toMatchObject({ lostMs: 30 * MINUTE, restored: false })
    unpacked.ask({ type: 'change-status', status: 'monitoring' })
    expect(shown(unpack, unpacked).rpo).toMatchObject({ lostMs: 90 * MINUTE, restored: true })

    const look = recovering({ do: [fetched, { command: ['look'] }] })
    const looked = story('old', look)
    looked.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    looked.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
    looked.ask({ type: 'change-status', status: 'monitoring' })
    expect(looked.statuses().restore).toBe('succeeded')
    expect(shown(look, looked).rpo).toMatchObject({ restored: false })
  })

  it('of which nobody knows how old it is says so, until it is found', () => {
    const typed = story('old')
    typed.ask({ type: 'give-value', name: 'key', text: privately('other') })
    typed.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    expect(typed.statuses().restore).toBe('awaiting-approval')
    expect(typed.step('restore').doubt).toEqual({ kind: 'unknown', set: 'Nightly', key: 'other' })
    expect(doubtLine(typed.step('restore'), T0)).toBe(
      '*Nobody knows how old this backup is:* No step has found other among Nightly. Look at it first.',
    )
    // The newest is known from the look at the stores, though no step has read it.
    typed.ask({ type: 'give-value', name: 'key', text: privately('new') })
    expect(typed.step('restore').doubt).toBeNull()
  })

  it('is known by its key where a program restores it, and nothing is asked of what only looks at it', () => {
    const program = { do: [{ command: ['restore', { value: 'key' }] }] }
    const older = story('old', recovering(program))
    older.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    expect(older.step('restore').doubt).toMatchObject({ kind: 'older', madeAtMs: T0 - 90 * MINUTE })
    const looks = story('old', recovering({ ...program, risk: 'read' }))
    expect(looks.step('restore').doubt).toBeNull()
  })

  it('is in doubt for whoever approves by text message or mail, too', () => {
    const plan = recoveryPlan(recovery)
    const older = story('old')
    older.ask({ type: 'start-step', step: 'restore' }, by('tina'))
    const about = { plan, state: older.state, view: view(plan, older.state), atMs: T0 }
    const effect = { kind: 'ask-approval', run: 'restore/do/1', person: 'dora', means: 'sms' } as const
    const fields = approvalFields(about, effect, { code: 'ABCDE' })
    for (const means of ['sms', 'email'] as const)
      expect(messages.render('approval', means, fields).text).toContain(
        'An older backup than it could be: Nightly of 08:30 UTC, and there is one of 09:30 UTC. 1 h more would be lost.',
      )
  })

  describe('beside its log', () => {
    const LOG = { wal: { label: 'Log', store: 's', components: ['db'], kind: 'log' } }
    const points = [
      { set: 'nightly', key: 'old', madeAtMs: T0 - 90 * MINUTE, verified: true },
      { set: 'wal', key: 'wal', madeAtMs: T0 - MINUTE, verified: false },
    ]

    it('is no older backup than it could be, and loses no more than the log does', () => {
      const logged = recovering({}, LOG)
      const full = story('old', logged, points)
      full.ask({ type: 'start-step', step: 'restore' }, by('tina'))
      expect(full.step('restore').doubt).toBeNull()
      full.ask({ type: 'approve-step', step: 'restore', typed: 'Shop' }, by('dora'))
      expect(shown(logged, full).rpo).toMatchObject({ set: 'Log', lostMs: MINUTE, missed: false, restored: false })
    })

    it('is older than the newest of its set, of a copy, or of another set that is whole', () => {
      for (const more of [{ copyOf: 'nightly' }, { components: ['db'], kind: 'snapshot' }]) {
        const sets = { ...LOG, other: { label: 'Other', store: 's', ...more } }
        const newer = { set: 'other', key: 'new', madeAtMs: T0 - 30 * MINUTE, verified: true }
        const older = story('old', recovering({}, sets), [...points, newer])
        older.ask({ type: 'start-step', step: 'restore' }, by('tina'))
        expect(older.step('restore').doubt).toMatchObject({ kind: 'older', newestMs: T0 - 30 * MINUTE })
      }
    })
  })
})

/** Clocks of a recovery: the objective, the forecast, budgets, phases, tiers; and what they are told. */
import { describe, expect, it } from 'vitest'
import { recoveryView } from '../../../src/incident/recovery/view-recovery.ts'
import { view } from '../../../src/incident/view.ts'
import { MINUTE, T0 } from '../story.ts'
import { byHand, type Recovery, type RecoveryStory, recoveryPlan, startRecovery } from './recovery-plan.ts'

const warned = (story: RecoveryStory) =>
  story
    .of('clock-warned')
    .map(({ clock, id, percent, atMs }) => `${clock}${nameOf(clock, id)} ${percent} % at ${(atMs - T0) / MINUTE}`)
/** Of the objective and the forecast, the id is their deadline. */
const nameOf = (clock: string, id?: string) =>
  id === undefined || clock === 'rto' || clock === 'forecast' ? '' : ` ${id}`
const shown = (recovery: Recovery, story: RecoveryStory) => recoveryView(recoveryPlan(recovery), story.state)!

describe('the recovery time objective', () => {
  it('is warned of at 50, 75, 90 and 100 percent, and the commander is told', () => {
    const story = startRecovery({ steps: [byHand('a')] })
    story.until(130 * MINUTE)
    expect(warned(story)).toEqual(['rto 50 % at 60', 'rto 75 % at 90', 'rto 90 % at 108', 'rto 100 % at 120'])
    const told = story
      .of('attempted')
      .flatMap(({ effect, atMs }) =>
        effect.kind === 'tell-clock' ? [`${effect.person} ${effect.percent} % at ${(atMs - T0) / MINUTE}`] : [],
      )
    expect(told).toEqual(['dora 50 % at 60', 'dora 75 % at 90', 'dora 90 % at 108', 'dora 100 % at 120'])
  })

  it('counts from the outage, and says of what is past only the latest', () => {
    const story = startRecovery({ steps: [byHand('a')] }, { declare: { outageStartMs: T0 - 95 * MINUTE } })
    story.until(30 * MINUTE)
    expect(warned(story)).toEqual(['rto 75 % at 0', 'rto 90 % at 13', 'rto 100 % at 25'])
  })

  it('stops when the service is back', () => {
    const story = startRecovery({ steps: [byHand('a')] })
    story.until(70 * MINUTE)
    story.ask({ type: 'change-status', status: 'monitoring' })
    story.until(180 * MINUTE)
    expect(warned(story)).toEqual(['rto 50 % at 60'])
    expect(view(recoveryPlan({}), story.state).rto.stoppedMs).toBe(T0 + 70 * MINUTE)
  })
})

describe('the forecast', () => {
  const chain: Recovery = {
    steps: [
      byHand('a', { budget: '30 min' }),
      byHand('b', { budget: '20 min' }),
      byHand('c', { needs: ['a'], budget: '40 min' }),
    ],
  }

  it('is the longest chain of what remains', () => {
    const story = startRecovery(chain)
    expect(shown(chain, story).forecast).toMatchObject({ afterRunningMs: 70 * MINUTE, missesRto: false })
    story.ask({ type: 'end-step', step: 'a', ok: true })
    expect(shown(chain, story).forecast?.afterRunningMs).toBe(40 * MINUTE)
  })

  it('is warned of when it crosses the objective: what remains is longer than what is left', () => {
    const story = startRecovery(chain)
    story.until(130 * MINUTE)
    expect(warned(story)).toContain('forecast 100 % at 51')
    const moving = startRecovery(chain)
    moving.until(40 * MINUTE)
    moving.ask({ type: 'end-step', step: 'a', ok: true })
    moving.until(79 * MINUTE)
    expect(warned(moving).filter((text) => text.startsWith('forecast'))).toEqual([])
    moving.until(82 * MINUTE)
    expect(warned(moving)).toContain('forecast 100 % at 81')
  })

  it('counts the longest of options that nobody has chosen, and no branch that nothing has opened', () => {
    const options = [
      { id: 'full', label: 'Full' },
      { id: 'switch', label: 'Switch' },
    ]
    const recovery: Recovery = {
      steps: [
        { id: 'way', title: 'Way', decide: { question: '?', options } },
        byHand('rebuild', { budget: '50 min', when: { chosen: { way: 'full' } } }),
        byHand('switch', { budget: '10 min', when: { chosen: { way: 'switch' } }, onFailure: { goto: ['rescue'] } }),
        byHand('rescue', { budget: '90 min' }),
        byHand('end', { budget: '5 min' }),
      ],
    }
    const story = startRecovery(recovery)
    expect(shown(recovery, story).forecast?.afterRunningMs).toBe(55 * MINUTE)
    story.ask({ type: 'choose-option', step: 'way', option: 'switch' })
    expect(shown(recovery, story).forecast?.afterRunningMs).toBe(15 * MINUTE)
  })

  it('goes by what a step took in drills rather than by its budget', () => {
    const story = startRecovery(chain, { declare: { drillMs: { c: 90 * MINUTE } } })
    expect(shown(chain, story).forecast).toMatchObject({ afterRunningMs: 120 * MINUTE, missesRto: false })
  })
})

describe('a budget, a window and a tier', () => {
  it('are warned of when they are used up', () => {
    const tiers = [{ id: 'tier-1', label: 'Tier 1', window: '0-15 minutes' }]
    const phases = [
      { id: 'one', title: 'One', window: '0-10 minutes', steps: [byHand('a', { budget: '5 min' })] },
      { id: 'two', title: 'Two', window: '10-30 minutes', steps: [byHand('b', { restores: ['tier-1'] })] },
    ]
    const story = startRecovery({ phases, plan: { tiers } })
    story.ask({ type: 'start-step', step: 'a' })
    story.until(12 * MINUTE)
    expect(warned(story)).toEqual(['step a#0 80 % at 4', 'step a#0 100 % at 5', 'phase one 100 % at 10'])
    expect(story.step('a').overBudget).toBe(true)
    story.ask({ type: 'end-step', step: 'a', ok: true })
    story.until(20 * MINUTE)
    story.ask({ type: 'end-step', step: 'b', ok: true })
    story.until(40 * MINUTE)
    expect(warned(story).slice(3)).toEqual(['tier tier-1 100 % at 15'])
    expect(shown({ phases, plan: { tiers } }, story).tiers[0]).toMatchObject({
      late: true,
      restoredMs: T0 + 20 * MINUTE,
    })
  })
})

describe('the recovery point', () => {
  const lookedUp = (backups: Record<string, object>, ages: Record<string, number | null>) => {
    const recovery: Recovery = {
      steps: [byHand('a')],
      scenario: { backups: Object.keys(backups) },
      plan: {
        stores: { s: { bucket: 'b' } },
        components: { db: { label: 'Database' }, cache: { label: 'Cache' } },
        backups: Object.fromEntries(
          Object.entries(backups).map(([id, set]) => [id, { label: `Set ${id}`, store: 's', ...set }]),
        ),
      },
    }
    const points = Object.entries(ages).map(([set, minutes]) =>
      minutes === null
        ? { set, key: null, madeAtMs: null, verified: false }
        : { set, key: 'k', madeAtMs: T0 - minutes * MINUTE, verified: true },
    )
    const story = startRecovery(recovery, {
      declare: { outageStartMs: T0 - 10 * MINUTE },
      answer: (effect) => ({ ok: true, detail: effect.kind === 'find-restore-points' ? { points } : { ref: 'r' } }),
    })
    return shown(recovery, story).rpo
  }

  it('is what the newest backup means in lost time', () => {
    expect(lookedUp({ one: {} }, { one: 90 })).toMatchObject({
      lostMs: 80 * MINUTE,
      missed: true,
      set: 'Set one',
      verified: true,
    })
  })

  it('is the newest of a full backup, its increments and their copies', () => {
    const sets = {
      full: { components: ['db'] },
      increments: { components: ['db'], kind: 'incremental' },
      abroad: { copyOf: 'increments' },
    }
    expect(lookedUp(sets, { full: 600, increments: null, abroad: 40 })).toMatchObject({
      set: 'Set abroad',
      lostMs: 30 * MINUTE,
    })
  })

  it('is the oldest where other things are restored from other backups', () => {
    const sets = { db: { components: ['db'] }, cache: { components: ['cache'] }, other: {} }
    expect(lookedUp(sets, { db: 40, cache: 90, other: 30 })).toMatchObject({ set: 'Set cache' })
    expect(lookedUp(sets, { db: 40, cache: null, other: 30 })).toMatchObject({ set: 'Set cache', lostMs: null })
  })
})

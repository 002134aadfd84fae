/** Steps in order and side by side, branches, decisions, conditions; what people do with them. */
import { describe, expect, it } from 'vitest'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE } from '../story.ts'
import { byHand, change, look, startRecovery } from './recovery-plan.ts'

const failing =
  (...runs: string[]) =>
  (effect: { kind: string; run?: string }) =>
    effect.kind === 'run-step' && runs.some((run) => effect.run?.startsWith(run))
      ? { ok: false as const, reason: 'no' }
      : { ok: true as const, detail: { ref: 'r', actions: [], checks: [], custody: [], outputBytes: 0 } }

describe('steps', () => {
  it('run one after the other, those that only look by themselves', () => {
    const story = startRecovery({ steps: [look('a'), look('b'), change('c'), look('d')] })
    expect(story.statuses()).toEqual({ a: 'succeeded', b: 'succeeded', c: 'ready', d: 'waiting' })
    expect(story.runs()).toEqual(['a/do/1', 'b/do/1'])
    story.ask({ type: 'start-step', step: 'c' })
    expect(story.statuses()).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded', d: 'succeeded' })
  })

  it('run side by side where none needs the other, and say what blocks what', () => {
    const story = startRecovery({
      steps: [byHand('a'), byHand('b', { needs: [] }), byHand('c', { needs: ['a', 'b'] })],
    })
    expect(story.statuses()).toEqual({ a: 'ready', b: 'ready', c: 'waiting' })
    expect(story.step('c').waitsFor).toEqual(['“Do a”', '“Do b”'])
    expect(story.step('a').holdsUp).toEqual(['c'])
    story.ask({ type: 'end-step', step: 'b', ok: true })
    expect(story.step('c').waitsFor).toEqual(['“Do a”'])
    expect(story.ask({ type: 'start-step', step: 'c' })).toMatchObject({ ok: false, why: '“Do c” waits for “Do a”.' })
  })

  it('that fail open their branch, and what needs them goes on when that is through', () => {
    const steps = [
      change('restart', { onFailure: { goto: ['rollback'] } }),
      change('rollback', { start: 'auto' }),
      look('cause'),
    ]
    const story = startRecovery({ steps }, { answer: failing('restart') })
    expect(story.statuses()).toEqual({ restart: 'ready', rollback: 'waiting', cause: 'waiting' })
    expect(story.step('rollback').number).toBeNull()
    story.ask({ type: 'start-step', step: 'restart' })
    expect(story.statuses()).toEqual({ restart: 'failed', rollback: 'succeeded', cause: 'succeeded' })
  })

  it('whose branch is not needed pass it by', () => {
    const steps = [change('restart', { onFailure: { goto: ['rollback'] } }), change('rollback'), look('cause')]
    const story = startRecovery({ steps })
    story.ask({ type: 'start-step', step: 'restart' })
    expect(story.statuses()).toEqual({ restart: 'succeeded', rollback: 'skipped', cause: 'succeeded' })
    expect(story.step('rollback').note).toBe('not needed')
  })

  it('are tried again by themselves as often as the plan says, and then stop', () => {
    const steps = [look('a', { onFailure: { retry: 2, every: '1 min' } }), look('b')]
    const story = startRecovery({ steps }, { answer: failing('a') })
    expect(story.runs()).toEqual(['a/do/1'])
    story.until(10 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1', 'a/do/2', 'a/do/3'])
    expect(story.statuses()).toEqual({ a: 'failed', b: 'waiting' })
  })

  it('that may fail only warn', () => {
    const story = startRecovery({ steps: [look('a', { onFailure: 'warn' }), look('b')] }, { answer: failing('a') })
    expect(story.statuses()).toEqual({ a: 'failed', b: 'succeeded' })
  })

  it('that fail can offer a choice', () => {
    const steps = [
      change('restart', { onFailure: { choose: ['rollback', 'rebuild'] } }),
      change('rollback', { needs: ['restart'] }),
      change('rebuild', { needs: ['restart'] }),
      look('after', { needs: ['restart'] }),
    ]
    const story = startRecovery({ steps }, { answer: failing('restart') })
    story.ask({ type: 'start-step', step: 'restart' })
    expect(story.step('restart').actions.map(({ words }) => words)).toEqual([
      'start restart',
      'choose restart rollback',
      'choose restart rebuild',
      'skip restart',
    ])
    story.ask({ type: 'choose-option', step: 'restart', option: 'rebuild' })
    expect(story.statuses()).toMatchObject({ rollback: 'skipped', rebuild: 'ready', after: 'waiting' })
    story.ask({ type: 'start-step', step: 'rebuild' })
    expect(story.statuses()).toMatchObject({ restart: 'failed', rebuild: 'succeeded', after: 'succeeded' })
  })

  it('follow a decision, and another one when it is taken anew', () => {
    const strategy = {
      ...{ id: 'strategy', title: 'Strategy' },
      decide: {
        question: 'How?',
        options: [
          { id: 'full', label: 'Full' },
          { id: 'failover', label: 'Fail over' },
        ],
      },
    }
    const steps = [
      strategy,
      byHand('rebuild', { when: { chosen: { strategy: 'full' } } }),
      byHand('switch', { when: { chosen: { strategy: 'failover' } } }),
    ]
    const story = startRecovery({ steps })
    expect(story.statuses()).toEqual({ strategy: 'ready', rebuild: 'waiting', switch: 'waiting' })
    story.ask({ type: 'choose-option', step: 'strategy', option: 'failover' })
    expect(story.statuses()).toEqual({ strategy: 'succeeded', rebuild: 'skipped', switch: 'ready' })
    story.ask({ type: 'choose-option', step: 'strategy', option: 'full', reason: privately('the replica is gone') })
    expect(story.statuses()).toEqual({ strategy: 'succeeded', rebuild: 'ready', switch: 'skipped' })
    expect(story.ask({ type: 'choose-option', step: 'strategy', option: 'none' })).toMatchObject({ ok: false })
  })

  it('wait for a value that nobody has given, and take one that an earlier step captured', () => {
    const steps = [
      change('restore', { do: [{ command: ['restore', { value: 'key' }] }] }),
      look('after', { when: { value: 'point-in-time' } }),
    ]
    const values = {
      key: { kind: 'pattern', label: 'Backup', pattern: '[a-z]+' },
      'point-in-time': { kind: 'pattern', label: 'Point in time', pattern: '.+' },
    }
    const story = startRecovery({ steps, plan: { values } })
    expect(story.step('restore')).toMatchObject({ status: 'waiting', waitsFor: ['a value: Backup'] })
    expect(story.ask({ type: 'give-value', name: 'key', text: privately('NO') })).toMatchObject({ ok: false })
    story.ask({ type: 'give-value', name: 'key', text: privately('newest') })
    expect(story.step('restore')).toMatchObject({ status: 'ready', commands: ['restore newest'] })
    story.ask({ type: 'start-step', step: 'restore' })
    expect(story.step('after')).toMatchObject({ status: 'skipped', note: 'its condition does not hold' })
  })

  it('can be left out by whoever leads, with a reason, and opened again', () => {
    const story = startRecovery({ steps: [byHand('a'), byHand('b')] })
    const skip = { type: 'skip-step', step: 'a', reason: privately('done yesterday') } as const
    expect(story.ask(skip, by('olga'))).toMatchObject({ ok: false, why: expect.stringContaining('that is Dora') })
    expect(story.ask({ ...skip, reason: privately(' ') }, by('dora'))).toMatchObject({ ok: false })
    story.ask(skip, by('dora'))
    expect(story.statuses()).toEqual({ a: 'skipped', b: 'ready' })
    expect(story.step('a')).toMatchObject({ note: 'done yesterday', by: { name: 'Dora' } })
    story.ask({ type: 'reset-step', step: 'a' }, by('dora'))
    expect(story.statuses()).toEqual({ a: 'ready', b: 'waiting' })
  })

  it('can be added by hand, and put first', () => {
    const story = startRecovery({ steps: [byHand('a'), byHand('b', { needs: [] })] })
    story.ask({ type: 'add-step', title: privately('Call the landlord'), after: 'a' })
    expect(story.step('added.1')).toMatchObject({ status: 'waiting', title: 'Call the landlord' })
    story.ask({ type: 'end-step', step: 'a', ok: true })
    expect(story.step('added.1').status).toBe('ready')
    story.ask({ type: 'put-step-first', step: 'b' }, by('dora'))
    expect(Object.keys(story.statuses())).toEqual(['b', 'a', 'added.1'])
  })

  it('that start by themselves after a while can be objected to', () => {
    const steps = [change('a', { start: { after: '5 min' } })]
    const left = startRecovery({ steps })
    left.until(4 * MINUTE)
    expect(left.statuses()).toEqual({ a: 'ready' })
    left.until(6 * MINUTE)
    expect(left.statuses()).toEqual({ a: 'succeeded' })
    const stopped = startRecovery({ steps })
    stopped.ask({ type: 'reject-step', step: 'a', reason: privately('not now') })
    stopped.until(60 * MINUTE)
    expect(stopped.runs()).toEqual([])
  })

  it('whose worker goes silent are put to a person and never repeated', () => {
    const story = startRecovery({ steps: [look('a'), look('b')] }, { answer: () => 'lost' })
    story.until(60 * MINUTE)
    expect(story.statuses()).toEqual({ a: 'unknown', b: 'waiting' })
    expect(story.runs()).toEqual(['a/do/1'])
    expect(story.ask({ type: 'start-step', step: 'a' })).toMatchObject({ ok: false })
    story.answer = failing()
    story.ask({ type: 'end-step', step: 'a', ok: true, note: privately('it is there') })
    expect(story.statuses()).toEqual({ a: 'succeeded', b: 'succeeded' })
    expect(story.step('a').run?.settledBy?.name).toBe('Olga')
  })

  it('whose worker was only slow are believed, unless somebody has said otherwise', () => {
    const slow = startRecovery({ steps: [look('a'), look('b')] }, { answer: () => 'lost' })
    slow.until(MINUTE)
    expect(slow.statuses()).toEqual({ a: 'unknown', b: 'waiting' })
    slow.answer = failing()
    slow.outcome('run/a/do/1', 1, { ok: true, detail: {} })
    expect(slow.statuses()).toEqual({ a: 'succeeded', b: 'succeeded' })
    slow.outcome('run/a/do/1', 1, { ok: false, reason: 'late' })
    expect(slow.statuses()).toEqual({ a: 'succeeded', b: 'succeeded' })
  })

  it('that may be repeated are, when nobody knows how they ended', () => {
    const story = startRecovery({ steps: [look('a', { repeatable: true })] }, { answer: () => 'lost' })
    story.until(20_000)
    expect(story.runs()).toEqual(['a/do/1', 'a/do/2'])
  })

  it('that show signs of life are not lost', () => {
    const story = startRecovery({ steps: [look('a')] }, { answer: () => 'lost' })
    for (let second = 10; second <= 300; second += 10) {
      story.until(second * 1000)
      story.ask({ type: 'renew-run', obligation: 'run/a/do/1', attempt: 1, leaseMs: 15_000, host: 'h' })
    }
    expect(story.statuses()).toEqual({ a: 'running' })
    story.until(400_000)
    expect(story.statuses()).toEqual({ a: 'unknown' })
  })

  it('tick themselves when the incident does what they ask for', () => {
    const steps = [
      byHand('team', { tickedBy: 'acknowledged' }),
      byHand('customers', { tickedBy: { noticeSent: 'customers' } }),
    ]
    const story = startRecovery({ steps })
    expect(story.statuses()).toEqual({ team: 'ready', customers: 'waiting' })
    story.ask({ type: 'acknowledge' })
    expect(story.statuses()).toEqual({ team: 'succeeded', customers: 'ready' })
    story.until(16 * MINUTE)
    expect(story.statuses()).toEqual({ team: 'succeeded', customers: 'succeeded' })
  })

  it('of a card are drawn in beside the others', () => {
    const cards = { shutdown: { title: 'Emergency shutdown', steps: [byHand('down'), byHand('block')] } }
    const story = startRecovery({ steps: [byHand('a')], plan: { cards } })
    story.ask({ type: 'draw-card', card: 'shutdown' })
    expect(story.statuses()).toEqual({ 'shutdown.down': 'ready', 'shutdown.block': 'waiting', a: 'ready' })
  })

  it('are taken back, and hold up the end until they are', () => {
    const undo = { title: 'Lift the block', do: [{ command: ['unblock'] }] }
    const story = startRecovery({ steps: [change('block', { undo })] })
    story.ask({ type: 'start-step', step: 'block' })
    expect(story.ask({ type: 'resolve' }, by('dora'))).toMatchObject({
      ok: false,
      why: expect.stringContaining('Lift the block'),
    })
    story.ask({ type: 'start-step', step: 'block', variant: 'undo' })
    expect(story.runs()).toEqual(['block/do/1', 'block/undo/1'])
    expect(story.ask({ type: 'resolve' }, by('dora'))).toMatchObject({ ok: true })
  })
})

describe('checks', () => {
  const validation = [look('health'), { ...byHand('orders'), group: 'business' }]

  it('wait for everything else, and hold up the end until they have passed', () => {
    const story = startRecovery({ steps: [change('a')], validation })
    expect(story.statuses()).toEqual({ a: 'ready', health: 'waiting', orders: 'waiting' })
    expect(story.ask({ type: 'resolve' })).toMatchObject({
      ok: false,
      why: expect.stringContaining('2 checks have not passed'),
    })
    story.ask({ type: 'start-step', step: 'a' })
    expect(story.statuses()).toEqual({ a: 'succeeded', health: 'succeeded', orders: 'ready' })
    story.ask({ type: 'end-step', step: 'orders', ok: true })
    expect(story.ask({ type: 'resolve' })).toMatchObject({ ok: true })
  })

  it('are waived by whoever leads, in their name and with a reason', () => {
    const story = startRecovery({ steps: [change('a')], validation })
    expect(story.ask({ type: 'waive-checks', reason: privately('') }, by('dora'))).toMatchObject({ ok: false })
    expect(story.ask({ type: 'waive-checks', reason: privately('x') }, by('olga'))).toMatchObject({ ok: false })
    story.ask({ type: 'waive-checks', reason: privately('it healed by itself') }, by('dora'))
    expect(story.step('orders')).toMatchObject({ note: 'it healed by itself', by: { name: 'Dora' } })
    expect(story.ask({ type: 'resolve' })).toMatchObject({ ok: true })
  })

  it('can be made early', () => {
    const story = startRecovery({ steps: [change('a')], validation })
    story.ask({ type: 'start-step', step: 'health' })
    expect(story.statuses()).toMatchObject({ a: 'ready', health: 'succeeded' })
  })
})

/** What happens between asking for a run, approving it and beginning it; and what counts no more once something has changed (promise 3). */
import { describe, expect, it } from 'vitest'
import { stillWanted } from '../../../src/incident/still-wanted.ts'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE, SECOND, T0 } from '../story.ts'
import { approved, byHand, change, look, type RecoveryStory, recoveryPlan, startRecovery } from './recovery-plan.ts'

type Answer = Parameters<typeof startRecovery>[1] & object

/** What becomes of runs, by their id; the others work. */
const runs = (ends: Record<string, 'lost' | 'fails'>): Answer => ({
  answer: (effect) => {
    const end = effect.kind === 'run-step' ? ends[effect.run] : undefined
    if (end === 'lost') return 'lost'
    const detail = { actions: [{ what: privately('x'), ok: end !== 'fails', tookMs: 1 }], checks: [], custody: [] }
    if (end === 'fails') return { ok: false, reason: 'no', permanent: true, detail }
    return { ok: true, detail: { ...detail, ref: 'r', ts: '1' } }
  },
})
const approve = (story: RecoveryStory, step: string, who = 'dora') => story.ask({ type: 'approve-step', step }, by(who))
const stateOf = (story: RecoveryStory, run: string) => story.state.recovery.runs[run]?.state
const options = [
  { id: 'left', label: 'Left' },
  { id: 'right', label: 'Right' },
]

describe('a run that was asked for', () => {
  it('does not begin once its step is skipped, approved or not', () => {
    const story = startRecovery({ steps: [approved('a', { count: 2 })] })
    approve(story, 'a')
    story.ask({ type: 'skip-step', step: 'a', reason: privately('not needed') }, by('dora'))
    expect(stateOf(story, 'a/do/1')).toBe('void')
    expect(approve(story, 'a', 'otto')).toMatchObject({ ok: false })
    expect(story.runs()).toEqual([])
  })

  it('does not begin when the decision that opened its step is taken the other way', () => {
    const story = startRecovery({
      steps: [
        { id: 'way', title: 'Way', decide: { question: '?', options } },
        approved('a', {}, { when: { chosen: { way: 'left' } } }),
      ],
    })
    story.ask({ type: 'choose-option', step: 'way', option: 'left' })
    expect(story.step('a').status).toBe('awaiting-approval')
    story.ask({ type: 'choose-option', step: 'way', option: 'right' })
    expect(approve(story, 'a')).toMatchObject({ ok: false })
    expect(story.runs()).toEqual([])
  })

  it('does not begin when what it comes after is opened again, not even by the veto that runs out', () => {
    const story = startRecovery({ steps: [byHand('first'), change('a', { start: { after: '5 min' } })] })
    story.ask({ type: 'end-step', step: 'first', ok: true })
    expect(story.step('a').run).toMatchObject({ state: 'requested' })
    story.ask({ type: 'reset-step', step: 'first' }, by('dora'))
    story.until(30 * MINUTE)
    expect(story.runs()).toEqual([])
    expect(story.step('a').status).toBe('waiting')
    story.ask({ type: 'end-step', step: 'first', ok: true })
    story.until(40 * MINUTE)
    expect(story.runs()).toEqual(['a/do/2'])
  })

  it('is looked at once more by the worker: skipped in between, it is not begun', () => {
    const story = startRecovery({ steps: [approved('a')] }, runs({ 'a/do/1': 'lost' }))
    approve(story, 'a')
    const wanted = () => stillWanted(recoveryPlan({ steps: [approved('a')] }), story.state, 'run/a/do/1', 1)
    expect(wanted()).toBe(true)
    story.ask({ type: 'cancel-step', step: 'a' }, by('dora'))
    expect(wanted()).toBe(false)
  })

  it('is withdrawn when the incident ends, and does not begin when it is opened again', () => {
    const story = startRecovery({ steps: [approved('a', { count: 2 })] })
    approve(story, 'a')
    story.ask({ type: 'cancel', reason: privately('false alarm') })
    expect(stateOf(story, 'a/do/1')).toBe('void')
    story.ask({ type: 'reopen' })
    approve(story, 'a', 'otto')
    expect(story.runs()).toEqual([])
    approve(story, 'a', 'dora')
    expect(story.runs()).toEqual(['a/do/2'])
  })

  it('asked for anew because it changed is still nothing that its requester may approve', () => {
    const values = { target: { kind: 'choice', label: 'Target', options: ['blue', 'green'], default: 'blue' } }
    const more = { do: [{ command: ['switch', { value: 'target' }] }] }
    const story = startRecovery({ steps: [approved('a', { notRequester: true }, more)], plan: { values } })
    story.ask({ type: 'reject-step', step: 'a', reason: privately('wait') }, by('dora'))
    story.ask({ type: 'start-step', step: 'a' }, by('dora'))
    story.ask({ type: 'give-value', name: 'target', text: privately('green') }, by('otto'))
    expect(story.step('a')).toMatchObject({ status: 'awaiting-approval', run: { requested: { by: { id: 'dora' } } } })
    expect(approve(story, 'a', 'dora')).toMatchObject({ ok: false })
    approve(story, 'a', 'otto')
    expect(story.runs()).toEqual(['a/do/3'])
  })

  it('that its worker could not begin in time is handed out again, with its approval', () => {
    const story = startRecovery({ steps: [approved('a')] }, runs({ 'a/do/1': 'lost' }))
    approve(story, 'a')
    story.until(20 * SECOND)
    expect(story.step('a').status).toBe('unknown')
    story.answer = () => ({ ok: true, detail: { ref: 'r', ts: '1' } })
    story.outcome('run/a/do/1', 1, { ok: false, reason: 'was not begun before its deadline', detail: { held: true } })
    expect(story.of('attempted').filter(({ obligation }) => obligation === 'run/a/do/1')).toHaveLength(2)
    expect(story.step('a').status).toBe('succeeded')
  })
})

describe('breaking the glass', () => {
  it('is bound to what was shown, like an approval', () => {
    const story = startRecovery({ steps: [approved('a')] })
    story.ask({ type: 'assign-role', role: 'commander', person: 'ivan' }, by('ivan'))
    const breaks = (digest: string) =>
      story.ask({ type: 'break-glass', step: 'a', digest, reason: privately('nobody answers') }, by('ivan'))
    expect(breaks('0123456789abcdef')).toMatchObject({ ok: false, why: expect.stringContaining('has changed') })
    breaks(story.step('a').run!.digest.slice(0, 16))
    expect(story.runs()).toEqual(['a/do/1'])
  })
})

describe('a check that has passed', () => {
  const recovery = { steps: [change('a', { start: 'auto' })], validation: [look('works')] }

  it('before the steps were carried out is made again', () => {
    const story = startRecovery({ ...recovery, steps: [change('a')] })
    story.ask({ type: 'start-step', step: 'works' })
    expect(story.step('works').status).toBe('succeeded')
    story.until(MINUTE)
    story.ask({ type: 'start-step', step: 'a' })
    expect(story.runs()).toEqual(['works/do/1', 'a/do/1', 'works/do/2'])
    story.until(10 * MINUTE)
    expect(story.runs()).toHaveLength(3)
  })

  it('does not count in an incident that was opened again, whether a program or a person said so', () => {
    const story = startRecovery({ ...recovery, validation: [look('works'), byHand('call', { needs: [] })] })
    story.ask({ type: 'end-step', step: 'call', ok: true })
    story.until(MINUTE)
    story.ask({ type: 'resolve' })
    expect(story.state.phase).toBe('resolved')
    story.until(5 * MINUTE)
    story.ask({ type: 'reopen' })
    expect(story.step('call').status).toBe('ready')
    expect(story.runs()).toEqual(['a/do/1', 'works/do/1', 'works/do/2'])
    expect(story.ask({ type: 'resolve' })).toMatchObject({ ok: false, why: expect.stringContaining('Do call') })
  })
})

describe('somebody who says that it is over', () => {
  const slow = { validation: [look('works', { start: 'manual' })] }

  it('is told when a check ends nobody knows how, and it is not over', () => {
    const story = startRecovery(slow, runs({ 'works/do/1': 'lost' }))
    story.ask({ type: 'resolve' })
    story.until(MINUTE)
    expect(story.of('resolution-stopped')).toMatchObject([{ step: 'works' }])
    story.ask({ type: 'end-step', step: 'works', ok: true })
    expect(story.state.phase).toBe('open')
  })

  it('does not end it unexpectedly: after half an hour it lapses', () => {
    const story = startRecovery(slow, runs({ 'works/do/1': 'lost' }))
    story.ask({ type: 'resolve' })
    for (let minute = 0; minute < 40; minute++) {
      story.ask({ type: 'renew-run', obligation: 'run/works/do/1', attempt: 1, leaseMs: 2 * MINUTE, host: 'one' })
      story.until(minute * MINUTE)
    }
    expect(story.of('resolution-stopped').map(({ atMs }) => (atMs - T0) / MINUTE)).toEqual([30])
  })
})

describe('checks of some time ago', () => {
  it('are made again when somebody says that it is over, and one that fails now keeps it open', () => {
    const story = startRecovery({ steps: [change('a', { start: 'auto' })], validation: [look('works')] })
    story.until(3 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1', 'works/do/1'])
    story.answer = runs({ 'works/do/2': 'fails' }).answer!
    story.ask({ type: 'resolve' })
    expect(story.runs()).toEqual(['a/do/1', 'works/do/1', 'works/do/2'])
    expect(story.state.phase).toBe('open')
    expect(story.of('resolution-stopped')).toMatchObject([{ step: 'works' }])
  })

  it('of a moment ago count', () => {
    const story = startRecovery({ steps: [change('a', { start: 'auto' })], validation: [look('works')] })
    story.until(MINUTE)
    story.ask({ type: 'resolve' })
    expect(story.state.phase).toBe('resolved')
    expect(story.runs()).toHaveLength(2)
  })
})

describe('somebody who belongs neither to the plan nor to the incident', () => {
  const stranger = { id: 'slack:U999', via: 'slack' } as const

  it('moves nothing in it, and gives nobody a role', () => {
    const story = startRecovery({ steps: [change('a')], validation: [byHand('eyes', { needs: [] })] })
    const asks = [
      { type: 'start-step', step: 'a' },
      { type: 'end-step', step: 'eyes', ok: true },
      { type: 'add-step', title: privately('x') },
      { type: 'assign-role', role: 'dba', person: 'olga' },
    ] as const
    for (const ask of asks)
      expect(story.ask(ask, stranger)).toMatchObject({ ok: false, why: expect.stringContaining('belong neither') })
    story.ask({ type: 'join-declaration', seen: privately('I see it too') }, stranger)
    expect(story.ask({ type: 'start-step', step: 'a' }, stranger)).toMatchObject({ ok: true })
  })
})

describe('a way round a failure', () => {
  const steps = [
    change('a', { start: 'auto', onFailure: { retry: 3, every: '10 min', goto: ['b'], choose: ['c'] } }),
    change('b', { start: 'auto' }),
    change('c', { start: 'auto' }),
  ]

  it('that somebody chooses ends the retries', () => {
    const story = startRecovery({ steps }, runs({ 'a/do/1': 'fails' }))
    story.ask({ type: 'choose-option', step: 'a', option: 'c' })
    story.until(60 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1', 'b/do/1', 'c/do/1'])
  })

  it('does not open by itself when somebody stopped the step; it is offered', () => {
    const story = startRecovery({ steps }, runs({ 'a/do/1': 'lost' }))
    story.ask({ type: 'cancel-step', step: 'a' })
    story.outcome('run/a/do/1', 1, { ok: false, reason: 'it was stopped', permanent: true })
    story.until(60 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1'])
    expect(story.step('a').actions.map(({ words }) => words)).toContain('choose a b')
    story.ask({ type: 'choose-option', step: 'a', option: 'b' })
    expect(story.runs()).toEqual(['a/do/1', 'b/do/1'])
  })

  it('is gone again after another failure: what was done for the first one counts no more', () => {
    const twice = [change('a', { start: 'auto', onFailure: { goto: ['b'] } }), change('b', { start: 'auto' })]
    const story = startRecovery({ steps: twice }, runs({ 'a/do/1': 'fails', 'a/do/2': 'fails' }))
    expect(story.runs()).toEqual(['a/do/1', 'b/do/1'])
    story.until(MINUTE)
    story.ask({ type: 'start-step', step: 'a' })
    expect(story.runs()).toEqual(['a/do/1', 'b/do/1', 'a/do/2', 'b/do/2'])
  })
})

describe('a run of unknown end', () => {
  it('that may be repeated is, but not for ever', () => {
    const story = startRecovery({ steps: [look('a', { repeatable: true })] }, { answer: () => 'lost' })
    story.until(60 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1', 'a/do/2', 'a/do/3'])
  })

  it('keeps what it did from being taken back until somebody says how it ended', () => {
    const steps = [change('a', { undo: { title: 'Back', do: [{ command: ['back'] }] } })]
    const story = startRecovery({ steps }, runs({ 'a/do/1': 'lost' }))
    story.ask({ type: 'start-step', step: 'a' })
    const back = () => story.ask({ type: 'start-step', step: 'a', variant: 'undo' })
    expect(back()).toMatchObject({ ok: false, why: expect.stringContaining('is running') })
    story.until(MINUTE)
    expect(back()).toMatchObject({ ok: false, why: expect.stringContaining('Nobody knows') })
    story.ask({ type: 'end-step', step: 'a', ok: false })
    expect(back()).toMatchObject({ ok: true })
    expect(story.runs()).toEqual(['a/do/1', 'a/undo/1'])
  })

  it('of taking something back keeps the step from starting, and has its buttons', () => {
    const steps = [change('a', { undo: { title: 'Back', do: [{ command: ['back'] }] } })]
    const story = startRecovery({ steps }, runs({ 'a/undo/1': 'lost' }))
    story.ask({ type: 'start-step', step: 'a' })
    story.ask({ type: 'start-step', step: 'a', variant: 'undo' })
    expect(story.step('a').actions.map(({ label }) => label)).toEqual(['Cancel'])
    story.ask({ type: 'reset-step', step: 'a' }, by('dora'))
    expect(story.ask({ type: 'start-step', step: 'a' })).toMatchObject({ ok: false })
    story.until(MINUTE)
    expect(story.step('a').actions.map(({ label }) => label)).toEqual(['It worked', 'It failed'])
    story.ask({ type: 'end-step', step: 'a', ok: true })
    expect(story.ask({ type: 'start-step', step: 'a' })).toMatchObject({ ok: true })
  })
})

describe('a run that outlives its incident', () => {
  it('can still be stopped, and somebody can still say how it ended', () => {
    const story = startRecovery({ steps: [change('a')] }, runs({ 'a/do/1': 'lost' }))
    story.ask({ type: 'start-step', step: 'a' })
    story.ask({ type: 'cancel', reason: privately('false alarm') })
    expect(story.step('a').actions.map(({ label }) => label)).toEqual(['Cancel'])
    expect(story.ask({ type: 'cancel-step', step: 'a' })).toMatchObject({ ok: true })
    story.until(MINUTE)
    expect(story.ask({ type: 'skip-step', step: 'a', reason: privately('x') }, by('dora'))).toMatchObject({ ok: false })
    story.ask({ type: 'end-step', step: 'a', ok: false })
    expect(stateOf(story, 'a/do/1')).toBe('failed')
  })
})

describe('the scenario', () => {
  const recovery = {
    steps: [approved('a')],
    plan: {
      scenarios: {
        'database-corruption': { title: 'Corruption', phases: [{ id: 'p', title: 'P', steps: [approved('a')] }] },
        fire: { title: 'Fire', rto: '1 hour', phases: [{ id: 'p', title: 'P', steps: [look('smoke')] }] },
      },
    },
  }

  it('brings its steps once somebody says what it is', () => {
    const story = startRecovery(recovery, { declare: { scenario: null } })
    expect(story.runs()).toEqual([])
    story.ask({ type: 'set-scenario', scenario: 'fire' })
    expect(story.runs()).toEqual(['smoke/do/1'])
    story.until(61 * MINUTE)
    expect(
      story
        .of('clock-warned')
        .filter(({ clock }) => clock === 'rto')
        .at(-1),
    ).toMatchObject({ percent: 100 })
    expect(story.ask({ type: 'set-scenario', scenario: 'flood' })).toMatchObject({ ok: false })
  })

  it('does not change under a run, and takes what was asked for along', () => {
    const story = startRecovery(recovery, runs({ 'a/do/2': 'lost' }))
    story.ask({ type: 'set-scenario', scenario: 'fire' })
    story.ask({ type: 'set-scenario', scenario: 'database-corruption' })
    expect(stateOf(story, 'a/do/1')).toBe('void')
    approve(story, 'a')
    expect(story.ask({ type: 'set-scenario', scenario: 'fire' })).toMatchObject({
      ok: false,
      why: expect.stringContaining('is running'),
    })
  })
})

describe('the clock', () => {
  const warned = (story: RecoveryStory) =>
    story
      .of('clock-warned')
      .flatMap(({ clock, percent, atMs }) => (clock === 'rto' ? [`${percent} % at ${(atMs - T0) / MINUTE}`] : []))

  it('begins anew when the incident is opened again', () => {
    const story = startRecovery({ steps: [byHand('a')] })
    story.until(61 * MINUTE)
    story.ask({ type: 'resolve' })
    story.until(70 * MINUTE)
    story.ask({ type: 'reopen' })
    story.until(140 * MINUTE)
    expect(warned(story)).toEqual(['50 % at 60', '50 % at 130'])
  })

  it('set back to where the outage began says only the latest of what has passed', () => {
    const story = startRecovery({ steps: [byHand('a')] })
    story.until(10 * MINUTE)
    story.ask({ type: 'set-outage-start', outageStartMs: T0 - 85 * MINUTE })
    story.until(24 * MINUTE)
    expect(warned(story)).toEqual(['75 % at 10', '90 % at 23'])
  })

  it('tells those who had the role when it warned, and nobody twice', () => {
    const story = startRecovery({ steps: [byHand('a')] })
    story.until(61 * MINUTE)
    story.ask({ type: 'assign-role', role: 'commander', person: 'ivan' }, by('ivan'))
    story.until(91 * MINUTE)
    const told = story
      .of('attempted')
      .flatMap(({ effect }) => (effect.kind === 'tell-clock' ? [`${effect.person} ${effect.percent}`] : []))
    expect(told).toEqual(['dora 50', 'ivan 75'])
  })
})

describe('a try that is owed', () => {
  const steps = [
    byHand('m'),
    change('a', {
      ...{ start: 'auto', onFailure: { retry: 2, every: '1 min' } },
      undo: { title: 'Back', do: [{ command: ['back'] }] },
    }),
  ]

  it('waits while what it comes after is open again', () => {
    const story = startRecovery({ steps }, runs({ 'a/do/1': 'fails' }))
    story.ask({ type: 'end-step', step: 'm', ok: true })
    story.ask({ type: 'reset-step', step: 'm' }, by('dora'))
    story.until(10 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1'])
    expect(story.ask({ type: 'start-step', step: 'a' })).toMatchObject({ ok: false })
    story.ask({ type: 'end-step', step: 'm', ok: true })
    expect(story.runs()).toEqual(['a/do/1', 'a/do/2'])
  })

  it('waits while nobody knows whether it is being taken back', () => {
    const story = startRecovery({ steps }, runs({ 'a/do/1': 'fails', 'a/undo/1': 'lost' }))
    story.ask({ type: 'end-step', step: 'm', ok: true })
    story.ask({ type: 'start-step', step: 'a', variant: 'undo' })
    story.until(10 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1', 'a/undo/1'])
    story.ask({ type: 'end-step', step: 'a', ok: true })
    expect(story.runs()).toEqual(['a/do/1', 'a/undo/1', 'a/do/2'])
  })
})

describe('what came to nothing', () => {
  const steps = [approved('a', {}, { onFailure: { goto: ['b'] } }), byHand('b'), byHand('after', { needs: ['b'] })]

  it('takes nothing back of the run before: a try that is turned down leaves the failure and the way round it', () => {
    const story = startRecovery({ steps }, runs({ 'a/do/1': 'fails' }))
    approve(story, 'a')
    expect(story.statuses()).toMatchObject({ a: 'failed', b: 'ready' })
    story.ask({ type: 'start-step', step: 'a' })
    expect(story.step('a').status).toBe('awaiting-approval')
    story.ask({ type: 'reject-step', step: 'a', reason: privately('no') }, by('dora'))
    expect(story.statuses()).toMatchObject({ a: 'failed', b: 'ready' })
    story.until(60 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1'])
  })

  it('hides no run of which nobody knows how it ended', () => {
    const story = startRecovery({ steps: [approved('a', {}, { repeatable: true })] }, runs({ 'a/do/1': 'lost' }))
    approve(story, 'a')
    story.until(MINUTE)
    expect(story.step('a').status).toBe('awaiting-approval')
    story.ask({ type: 'reject-step', step: 'a', reason: privately('no') }, by('dora'))
    expect(story.step('a').status).toBe('unknown')
    expect(story.ask({ type: 'resolve' })).toMatchObject({ ok: false, why: expect.stringContaining('knows how') })
    story.ask({ type: 'end-step', step: 'a', ok: true })
    expect(story.step('a').status).toBe('succeeded')
  })
})

describe('a run of unknown end that somebody had stopped, or that is of an earlier time', () => {
  it('is not repeated, although it may be', () => {
    const story = startRecovery({ steps: [look('a', { repeatable: true })] }, runs({ 'a/do/1': 'lost' }))
    story.ask({ type: 'cancel-step', step: 'a' })
    story.until(10 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1'])
  })

  it('is not gone round again, because it may still be running', () => {
    const steps = [change('a', { start: 'auto', onFailure: { goto: ['b'] } }), change('b', { start: 'auto' })]
    const story = startRecovery({ steps }, runs({ 'a/do/1': 'fails', 'a/do/2': 'fails', 'b/do/1': 'lost' }))
    story.until(MINUTE)
    story.ask({ type: 'start-step', step: 'a' })
    story.until(10 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1', 'b/do/1', 'a/do/2'])
    expect(story.step('b').status).toBe('unknown')
  })
})

describe('a check by a person', () => {
  it('counts no more once a step that it is about is done, retried, opened again or taken back', () => {
    const steps = [byHand('m'), change('a', { needs: [], undo: { title: 'Back', do: [{ command: ['back'] }] } })]
    const story = startRecovery({ steps, validation: [byHand('eyes')] }, runs({ 'a/do/1': 'fails' }))
    const tick = () => story.ask({ type: 'end-step', step: 'eyes', ok: true })
    const isOpen = () => story.step('eyes').status !== 'succeeded'
    tick()
    story.until(MINUTE)
    story.ask({ type: 'end-step', step: 'm', ok: true })
    expect(isOpen()).toBe(true)
    tick()
    expect(isOpen()).toBe(false)
    story.until(2 * MINUTE)
    story.ask({ type: 'start-step', step: 'a' })
    expect(isOpen()).toBe(true)
    story.ask({ type: 'reset-step', step: 'a' }, by('dora'))
    expect(isOpen()).toBe(true)
    story.ask({ type: 'start-step', step: 'a' })
    story.until(3 * MINUTE)
    tick()
    story.until(4 * MINUTE)
    story.ask({ type: 'start-step', step: 'a', variant: 'undo' })
    expect(isOpen()).toBe(true)
  })
})

describe('resolving', () => {
  it('makes a check again that failed a moment before, also one that follows another', () => {
    const validation = [look('one'), look('two', { needs: ['one'] })]
    const story = startRecovery({ validation }, runs({ 'one/do/1': 'fails', 'two/do/1': 'fails' }))
    story.ask({ type: 'start-step', step: 'two' })
    story.until(MINUTE)
    story.ask({ type: 'resolve' })
    expect(story.state.phase).toBe('resolved')
  })

  it('is off when it turns out to be something else', () => {
    const plan = {
      scenarios: {
        'database-corruption': { title: 'Corruption', validation: [look('works', { start: 'manual' })] },
        other: { title: 'Other', phases: [{ id: 'p', title: 'P', steps: [byHand('x')] }] },
      },
    }
    const held = { ok: false as const, reason: 'held', detail: { held: true }, retryAtMs: T0 + 60 * MINUTE }
    const answer = (effect: { kind: string }) => (effect.kind === 'run-step' ? held : { ok: true as const })
    const story = startRecovery({ plan }, { answer })
    story.ask({ type: 'resolve' })
    expect(story.state.resolving).not.toBeNull()
    story.ask({ type: 'set-scenario', scenario: 'other' })
    expect(story.state).toMatchObject({ scenario: 'other', phase: 'open' })
  })
})

describe('another scenario', () => {
  const block = (command: string) =>
    change('block', { do: [{ command: [command] }], undo: { title: 'Unblock', do: [{ command: ['unblock'] }] } })
  const phases = (steps: Record<string, unknown>[]) => [{ id: 'p', title: 'P', steps }]
  const plan = {
    scenarios: {
      'database-corruption': { title: 'Corruption', phases: phases([block('block'), change('same')]) },
      other: { title: 'Other', phases: phases([block('other-block'), change('same')]) },
    },
  }

  it('is not taken while something of this one is to be taken back that the other one does not know', () => {
    const story = startRecovery({ plan })
    story.ask({ type: 'start-step', step: 'block' })
    const other = () => story.ask({ type: 'set-scenario', scenario: 'other' })
    expect(other()).toMatchObject({ ok: false, why: expect.stringContaining('“Unblock” is still to be done') })
    story.ask({ type: 'waive-undo', step: 'block', reason: privately('it stays') }, by('dora'))
    expect(other()).toMatchObject({ ok: true })
  })

  it('has done what both do alike, and not what only has the same name', () => {
    const story = startRecovery({ plan })
    story.ask({ type: 'start-step', step: 'block' })
    story.ask({ type: 'start-step', step: 'same' })
    story.ask({ type: 'waive-undo', step: 'block', reason: privately('it stays') }, by('dora'))
    story.ask({ type: 'set-scenario', scenario: 'other' })
    expect(story.statuses()).toMatchObject({ block: 'ready', same: 'succeeded' })
  })
})

/** What somebody is told to be theirs: a role they were given, a step by hand over its budget, a phase whose time is over. Once each, and to nobody whom it does not concern. */
import { describe, expect, it } from 'vitest'
import { ownersOfLate } from '../../src/incident/duties.ts'
import { stillWanted } from '../../src/incident/still-wanted.ts'
import { view } from '../../src/incident/view.ts'
import { dutyWords } from '../../src/messages/duty-words.ts'
import { createMessages } from '../../src/messages/messages.ts'
import { dutyFields } from '../../src/messages/recovery-fields.ts'
import { approved, byHand, change, type RecoveryStory, recoveryPlan, startRecovery } from './recovery/recovery-plan.ts'
import { by, MINUTE, type Story, T0 } from './story.ts'

const told = (story: Story) =>
  story
    .of('attempted')
    .flatMap(({ effect, atMs }) =>
      effect.kind === 'tell-duty' ? [`${effect.person}: ${effect.duty} ${effect.id} at ${(atMs - T0) / MINUTE}`] : [],
    )

describe('a role', () => {
  it('that somebody is given is told to them with its duties, again when it is given again, and not to whoever takes it', () => {
    const recovery = { steps: [byHand('a')] }
    const story = startRecovery(recovery)
    story.ask({ type: 'assign-role', role: 'dba', person: 'dora' }, by('dora'))
    expect(told(story)).toEqual([])
    story.ask({ type: 'assign-role', role: 'dba', person: 'otto' }, by('dora'))
    story.until(5 * MINUTE)
    story.ask({ type: 'assign-role', role: 'dba', person: 'dora' }, by('otto'))
    story.until(60 * MINUTE)
    expect(told(story)).toEqual(['otto: role dba at 0', 'dora: role dba at 5'])
    const plan = recoveryPlan({ ...recovery, plan: { roles: withDuties } })
    expect(dutyWords(plan, story.state, { duty: 'role', id: 'dba' })).toEqual({
      says: 'You are Database administrator',
      items: ['Restore what was lost', 'Say what is missing'],
    })
    const about = { plan, state: story.state, view: view(plan, story.state), atMs: story.nowMs }
    const fields = dutyFields(about, { kind: 'tell-duty', person: 'dora', duty: 'role', id: 'dba' }, undefined)
    expect(createMessages({ dir: 'templates' }).render('duty', 'sms', fields).text.trim()).toBe(
      'DR-20261205-1000 Shop: You are Database administrator. Restore what was lost; Say what is missing',
    )
  })

  it('that went to somebody else before it could be told is not', () => {
    const recovery = { steps: [byHand('a')] }
    const story = startRecovery(recovery, { answer: ({ kind }) => (kind === 'tell-duty' ? 'lost' : { ok: true }) })
    story.ask({ type: 'assign-role', role: 'dba', person: 'otto' }, by('dora'))
    const given = story.of('attempted').find(({ effect }) => effect.kind === 'tell-duty')!
    const isWanted = () => stillWanted(recoveryPlan(recovery), story.state, given.obligation, given.attempt)
    expect(isWanted()).toBe(true)
    story.ask({ type: 'assign-role', role: 'dba', person: 'dora' }, by('dora'))
    expect(isWanted()).toBe(false)
  })
})

const { dba, ...others } = recoveryPlan({}).roles
const withDuties = { ...others, dba: { ...dba!, duties: ['Restore what was lost', 'Say what is missing'] } }

describe('a step by hand', () => {
  const recovery = { steps: [byHand('disk', { budget: '20 min', owner: 'dba' }), byHand('b')] }

  it('over its budget is told once to whoever is on it', () => {
    const story = startRecovery(recovery)
    story.until(10 * MINUTE)
    story.ask({ type: 'start-step', step: 'disk' }, by('otto'))
    story.until(29 * MINUTE)
    expect(told(story)).toEqual([])
    story.until(200 * MINUTE)
    expect(told(story)).toEqual(['otto: step disk at 30'])
    const { says, items } = dutyWords(recoveryPlan(recovery), story.state, { duty: 'step', id: 'disk' })
    expect(says).toBe('“Do disk” has taken longer than its 20 min')
    expect(items).toEqual(['Done: /dr step done disk', 'Not yet: /dr note TEXT says in the timeline how far it is'])
  })

  it('that is done in time is told to nobody, nor is one that a machine does', () => {
    const both = { steps: [...recovery.steps, change('c', { budget: '5 min', owner: 'dba', needs: [] })] }
    const story = startRecovery(both)
    story.ask({ type: 'start-step', step: 'disk' }, by('otto'))
    story.until(15 * MINUTE)
    story.ask({ type: 'end-step', step: 'disk', ok: true }, by('otto'))
    story.until(100 * MINUTE)
    expect(told(story)).toEqual([])
    story.ask({ type: 'acknowledge' }, by('ivan'))
    const owners = (step: string) => ownersOfLate(recoveryPlan(both), story.state, 'step', `${step}#1`)
    expect([owners('c'), owners('b')]).toEqual([[], ['ivan']])
  })
})

it('a phase whose time is over is told once to the owners of what is open in it who are on it, else to whoever leads', () => {
  const phase = (id: string, window: string, steps: object[]) => ({ id, title: `Phase ${id}`, window, steps })
  const recovery = {
    phases: [
      phase('first', '0-15 min', [
        byHand('a', { owner: 'technical-lead' }),
        byHand('b', { owner: 'dba', needs: [] }),
        byHand('c', { needs: [] }),
      ]),
    ],
  }
  const after = (before: (story: RecoveryStory) => void) => {
    const story = startRecovery(recovery)
    before(story)
    story.ask({ type: 'end-step', step: 'a', ok: true }, by('tina'))
    story.until(100 * MINUTE)
    return { story, told: told(story).toSorted() }
  }
  // Nobody has answered: it is the ladder that calls people, and nobody is to take this for a page.
  expect(after(() => undefined).told).toEqual([])
  const { story, told: both } = after((early) => {
    early.ask({ type: 'acknowledge' }, by('otto'))
    early.ask({ type: 'acknowledge' }, by('ivan'))
  })
  expect(both).toEqual(['ivan: phase first at 15', 'otto: phase first at 15'])
  expect(after((early) => early.ask({ type: 'acknowledge' }, by('ivan'))).told).toEqual(['ivan: phase first at 15'])
  expect(dutyWords(recoveryPlan(recovery), story.state, { duty: 'phase', id: 'first' })).toEqual({
    says: 'Phase “Phase first” was to be over at 10:15 UTC and has open steps',
    items: ['Do b (/dr step done b)', 'Do c (/dr step done c)'],
  })
})

it('an open item of a phase names the command that is taken for it now, or what it waits for', () => {
  const decide = { question: 'How?', options: ['fast', 'slow'].map((id) => ({ id, label: id })) }
  const steps = [
    byHand('a', { needs: [] }),
    byHand('b', { needs: ['a'] }),
    { id: 'how', title: 'Choose', decide, needs: [] },
    change('c', { needs: [] }),
    approved('d', {}, { needs: [] }),
    change('e', { needs: [] }),
    change('f', { needs: [] }),
  ]
  const recovery = { phases: [{ id: 'first', title: 'First', window: '0-15 min', steps }] }
  // E fails, of F nobody hears again.
  const story = startRecovery(recovery, {
    answer: (effect) =>
      effect.kind !== 'run-step'
        ? { ok: true }
        : effect.run.startsWith('e')
          ? { ok: false, permanent: true, reason: 'no disk' }
          : 'lost',
  })
  for (const step of ['d', 'e', 'f']) story.ask({ type: 'start-step', step }, by('ivan'))
  const items = () => dutyWords(recoveryPlan(recovery), story.state, { duty: 'phase', id: 'first' }).items
  expect(items().at(-1)).toBe('Change f (runs)')
  story.until(MINUTE)
  expect(items()).toEqual([
    'Do a (/dr step done a)',
    'Do b (waits for “Do a”)',
    'Choose (/dr step choose how OPTION: fast, slow)',
    'Change c (/dr step start c)',
    'Change d (/dr approve d)',
    'Change e (/dr step start e)',
    'Change f (nobody knows how it ended: /dr step done f or /dr step failed f)',
  ])
})

/** Approvals attacked: alone, twice, without the role, too late, for something else, in one's own favour. Never a run too many (promise 3). */
import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/incident/decide.ts'
import { evolve } from '../../../src/incident/evolve.ts'
import { stillWanted } from '../../../src/incident/still-wanted.ts'
import { privately, SYSTEM } from '../../../src/plan/actor.ts'
import { by, MINUTE, T0 } from '../story.ts'
import { approved, change, type RecoveryStory, recoveryPlan, startRecovery } from './recovery-plan.ts'

const approve = (story: RecoveryStory, who: string, more: { digest?: string; typed?: string } = {}) =>
  story.ask({ type: 'approve-step', step: 'a', ...more }, by(who))

describe('an approval', () => {
  it('is asked for as soon as the step is ready, and starts it', () => {
    const story = startRecovery({ steps: [approved('a')] })
    expect(story.step('a')).toMatchObject({ status: 'awaiting-approval', run: { approvalsMissing: 1 } })
    expect(story.runs()).toEqual([])
    approve(story, 'dora')
    expect(story.runs()).toEqual(['a/do/1'])
  })

  it('of two people needs two people, whoever asked', () => {
    const story = startRecovery({ steps: [approved('a', { count: 2 })] })
    story.ask({ type: 'reject-step', step: 'a', reason: privately('not yet') }, by('dora'))
    story.ask({ type: 'start-step', step: 'a' }, by('dora'))
    approve(story, 'dora')
    approve(story, 'dora')
    expect(approve(story, 'dora')).toMatchObject({
      ok: true,
      events: [],
      note: expect.stringContaining('1 more person'),
    })
    expect(story.runs()).toEqual([])
    approve(story, 'tina')
    expect(story.runs()).toEqual(['a/do/2'])
  })

  it('of the requester does not count where the plan says so', () => {
    const story = startRecovery({ steps: [approved('a', { notRequester: true })] })
    story.ask({ type: 'reject-step', step: 'a', reason: privately('not yet') }, by('dora'))
    story.ask({ type: 'start-step', step: 'a' }, by('dora'))
    expect(approve(story, 'dora')).toMatchObject({ ok: false, why: expect.stringContaining('somebody else') })
    approve(story, 'otto')
    expect(story.runs()).toEqual(['a/do/2'])
  })

  it('of somebody without the role is refused, and says who can', () => {
    const story = startRecovery({ steps: [approved('a')] })
    expect(approve(story, 'olga')).toEqual({
      ok: false,
      why: 'You cannot approve “Change a”: Database administrator (Dora, Otto) or Technical lead (Tina) can. A role counts too that one of its holders by the plan, or a commander by the plan, has given you.',
    })
    expect(story.ask({ type: 'approve-step', step: 'a' }, { id: 'cli:root', via: 'cli' })).toMatchObject({ ok: false })
    story.ask({ type: 'assign-role', role: 'dba', person: 'olga' }, by('olga'))
    expect(approve(story, 'olga')).toMatchObject({ ok: false })
    story.ask({ type: 'assign-role', role: 'dba', person: 'olga' }, by('tina'))
    expect(story.runs()).toEqual([])
  })

  it.each(['otto', 'ivan'])('can be given by whoever was given the role by %s, who may', (giver) => {
    const story = startRecovery({ steps: [approved('a', { roles: ['dba'] })] })
    story.ask({ type: 'assign-role', role: 'dba', person: 'olga' }, by(giver))
    approve(story, 'olga')
    expect(story.runs()).toEqual(['a/do/1'])
  })

  it('is no matter of two people who give the role to one another', () => {
    const story = startRecovery({ steps: [approved('a', { roles: ['dba'] })] })
    story.ask({ type: 'assign-role', role: 'dba', person: 'tina' }, by('olga'))
    expect(approve(story, 'tina')).toMatchObject({ ok: false })
    story.ask({ type: 'assign-role', role: 'dba', person: 'olga' }, by('tina'))
    expect(approve(story, 'olga')).toMatchObject({ ok: false })
    expect(story.runs()).toEqual([])
  })

  it('lapses, and can be asked for again', () => {
    const story = startRecovery({ steps: [approved('a', { expires: '10 min', count: 2 })] })
    approve(story, 'dora')
    story.until(10 * MINUTE)
    expect(approve(story, 'tina')).toMatchObject({ ok: false, why: expect.stringContaining('time to approve') })
    expect(story.step('a')).toMatchObject({ status: 'ready', run: { state: 'expired' } })
    story.until(60 * MINUTE)
    expect(story.runs()).toEqual([])
    story.ask({ type: 'start-step', step: 'a' })
    approve(story, 'tina')
    expect(story.runs()).toEqual([])
    approve(story, 'dora')
    expect(story.runs()).toEqual(['a/do/2'])
  })

  it('is void when anything of the command changes', () => {
    const values = { target: { kind: 'choice', label: 'Target', options: ['blue', 'green'], default: 'blue' } }
    const steps = [approved('a', { count: 2 }, { do: [{ command: ['switch', { value: 'target' }] }] })]
    const story = startRecovery({ steps, plan: { values } })
    const { digest } = story.step('a').run!
    approve(story, 'dora')
    story.ask({ type: 'give-value', name: 'target', text: privately('green') })
    expect(story.step('a').run!.digest).not.toBe(digest)
    expect(approve(story, 'tina', { digest })).toMatchObject({ ok: false, why: expect.stringContaining('has changed') })
    approve(story, 'tina')
    expect(story.runs()).toEqual([])
    approve(story, 'dora')
    expect(story.runs()).toEqual(['a/do/2'])
  })

  it('does nothing when it comes again after the run', () => {
    const story = startRecovery({ steps: [approved('a')] })
    approve(story, 'dora')
    expect(approve(story, 'dora')).toMatchObject({ ok: true, events: [] })
    expect(approve(story, 'otto')).toMatchObject({ ok: true, events: [] })
    expect(story.runs()).toEqual(['a/do/1'])
  })

  it('is for one run: a failed one that is tried again needs another', () => {
    const fails = (effect: { kind: string }) =>
      effect.kind === 'run-step' ? { ok: false as const, reason: 'no' } : { ok: true as const, detail: { ref: 'r' } }
    const steps = [approved('a', {}, { onFailure: { retry: 3, every: '1 min' } })]
    const story = startRecovery({ steps }, { answer: fails })
    approve(story, 'dora')
    story.until(30 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1'])
    expect(story.step('a').status).toBe('awaiting-approval')
  })

  it('of what destroys wants the name of the system', () => {
    const story = startRecovery({ steps: [approved('a', {}, { risk: 'destructive' })] })
    expect(approve(story, 'dora')).toMatchObject({
      ok: false,
      why: expect.stringContaining("type the system's name, Shop"),
    })
    expect(approve(story, 'dora', { typed: 'Shopp' })).toMatchObject({ ok: false })
    approve(story, 'dora', { typed: ' shop ' })
    expect(story.runs()).toEqual(['a/do/1'])
  })

  it('is wanted of the commander where a destructive step asks for none', () => {
    const story = startRecovery({ steps: [change('a', { risk: 'destructive' })] })
    expect(approve(story, 'dora', { typed: 'shop' })).toMatchObject({ ok: false })
    approve(story, 'ivan', { typed: 'shop' })
    expect(story.runs()).toEqual(['a/do/1'])
  })

  it('is no longer asked for by messages with buttons once it is given, or cannot be given any more', () => {
    const answer = (effect: { kind: string; person?: string }) => ({
      ...{ ok: true as const, detail: { ref: `at-${effect.person}`, channel: `D-${effect.person}`, ts: '1' } },
    })
    const story = startRecovery({ steps: [approved('a')] }, { answer })
    const retired = () =>
      story
        .of('attempted')
        .flatMap(({ effect }) => (effect.kind === 'retire-ask' ? [`${effect.run} ${effect.ref}`] : []))
    expect(retired()).toEqual([])
    approve(story, 'dora')
    expect(retired()).toEqual(['a/do/1 at-dora', 'a/do/1 at-otto', 'a/do/1 at-tina'])
    story.until(MINUTE)
    expect(retired()).toHaveLength(3)
  })

  it('is asked of everyone who can give it, by the next means when they stay silent', () => {
    const story = startRecovery({ steps: [approved('a')] })
    const asked = () =>
      story
        .of('attempted')
        .flatMap(({ effect }) => (effect.kind === 'ask-approval' ? [`${effect.person} ${effect.means}`] : []))
    expect(asked()).toEqual(['dora slack', 'otto slack', 'tina slack'])
    story.until(4 * MINUTE)
    expect(asked().slice(3)).toEqual(['dora sms', 'otto sms', 'tina sms'])
    approve(story, 'dora')
    story.until(30 * MINUTE)
    expect(asked()).toHaveLength(6)
  })

  it('that waits while effects are held is no longer good when its time is over', () => {
    const held = (effect: { kind: string }) =>
      effect.kind === 'run-step'
        ? { ok: false as const, reason: 'held', retryAtMs: Date.UTC(2026, 11, 5, 11), detail: { held: true } }
        : { ok: true as const, detail: { ref: 'r' } }
    const story = startRecovery({ steps: [approved('a', { expires: '20 min' })] }, { answer: held })
    approve(story, 'dora')
    expect(story.step('a').run).toMatchObject({ state: 'requested', approvalsMissing: 0 })
    story.until(90 * MINUTE)
    expect(story.step('a').run?.state).toBe('expired')
  })
})

describe('time that nobody has looked at', () => {
  const recovery = { steps: [approved('a', { expires: '10 min' })] }

  it('is over for an approval that comes before the tick that says so', () => {
    const story = startRecovery(recovery)
    story.nowMs = T0 + 11 * MINUTE
    expect(approve(story, 'dora')).toMatchObject({ ok: false, why: expect.stringContaining('was over at 10:10 UTC') })
    expect(story.runs()).toEqual([])
  })

  it('is over for a run that was approved in time and could not begin', () => {
    const plan = recoveryPlan(recovery)
    const story = startRecovery(recovery)
    const said = decide(plan, story.state, { type: 'approve-step', step: 'a', atMs: T0 + MINUTE, by: by('dora') })
    const held = (said.ok ? said.events : []).reduce(evolve, story.state)
    const late = decide(plan, held, { type: 'tick', atMs: T0 + 11 * MINUTE, by: SYSTEM, facts: { standIns: {} } })
    const types = late.ok ? late.events.map(({ type }) => type) : []
    expect(types).toContain('approval-expired')
    expect(late.ok && late.events.some((event) => event.type === 'attempted' && event.effect.kind === 'run-step')).toBe(
      false,
    )
  })
})

describe('a run that somebody stops', () => {
  it('before it has begun never begins, and is not asked for again by itself', () => {
    const recovery = { steps: [approved('a')] }
    const story = startRecovery(recovery, {
      answer: (effect) => (effect.kind === 'run-step' ? 'lost' : { ok: true, detail: { ref: 'r' } }),
    })
    approve(story, 'dora')
    expect(stillWanted(recoveryPlan(recovery), story.state, 'run/a/do/1', 1)).toBe(true)
    story.ask({ type: 'cancel-step', step: 'a' })
    expect(stillWanted(recoveryPlan(recovery), story.state, 'run/a/do/1', 1)).toBe(false)
    story.outcome('run/a/do/1', 1, { ok: false, reason: 'no longer wanted', detail: { withdrawn: true } })
    expect(story.step('a')).toMatchObject({ status: 'ready', run: { state: 'void' } })
    story.until(60 * MINUTE)
    expect(story.runs()).toEqual(['a/do/1'])
  })
})

describe('breaking the glass', () => {
  const glass = (story: RecoveryStory, who: string, reason = 'nobody else is awake') =>
    story.ask({ type: 'break-glass', step: 'a', reason: privately(reason) }, by(who))

  it('is for a commander by the plan, with a reason, and starts the step', () => {
    const story = startRecovery({ steps: [approved('a', { count: 2 })] })
    // Dora has declared and leads for want of a commander: that is not enough.
    expect(glass(story, 'dora')).toMatchObject({ ok: false, why: expect.stringContaining('commander by the plan') })
    expect(glass(story, 'ivan')).toMatchObject({ ok: false })
    story.ask({ type: 'assign-role', role: 'commander', person: 'ivan' }, by('dora'))
    expect(glass(story, 'ivan', ' ')).toMatchObject({ ok: false })
    expect(story.runs()).toEqual([])
    glass(story, 'ivan')
    expect(story.runs()).toEqual(['a/do/1'])
    expect(story.step('a').run?.breakGlass).toEqual({
      by: { id: 'ivan', name: 'Ivan' },
      reason: 'nobody else is awake',
    })
  })
})

describe('a drill', () => {
  it('asks for the same approvals, and only looks on', () => {
    const story = startRecovery({ steps: [approved('a', { count: 2 })] }, { declare: { mode: 'drill' } })
    expect(story.step('a')).toMatchObject({ status: 'awaiting-approval', dry: true, run: { approvalsMissing: 2 } })
    approve(story, 'dora')
    expect(story.runs()).toEqual([])
    approve(story, 'tina')
    expect(story.runs()).toEqual(['a/do/1'])
  })
})

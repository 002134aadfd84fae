/** The rules while the database is away: people are paged and answer, and nothing is run or approved (promise 3). What waited begins when it is back. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { adriftIncidentCore } from '../../src/incident/adrift.ts'
import type { IncidentCommand } from '../../src/incident/commands.ts'
import { incidentCore } from '../../src/incident/core.ts'
import type { Event } from '../../src/incident/events.ts'
import { mergedEvent } from '../../src/incident/voyage.ts'
import { tell } from '../../src/messages/tell.ts'
import { privately, SYSTEM } from '../../src/plan/actor.ts'
import { approved, byHand, change, look, recoveryPlan, startRecovery } from './recovery/recovery-plan.ts'
import { by, MINUTE, T0 } from './story.ts'
import { testPlan } from './test-plan.ts'

const free = { needs: [] }
const recovery = {
  steps: [approved('a', {}, free), look('b', free), byHand('c', free), change('d', free)],
  validation: [look('works')],
}
const WAITS = expect.stringMatching(/^The database is away: steps and approvals wait until it is back\./)

it('pages on, takes answers, and approves and runs nothing; afterwards what waited begins', () => {
  const story = startRecovery(recovery, { core: adriftIncidentCore })
  expect(story.ask({ type: 'approve-step', step: 'a' }, by('dora'))).toEqual({ ok: false, why: WAITS })
  expect(story.ask({ type: 'break-glass', step: 'a', reason: privately('now') }, by('dora'))).toEqual({
    ok: false,
    why: WAITS,
  })
  expect(story.ask({ type: 'start-step', step: 'd' }, by('dora'))).toEqual({ ok: false, why: WAITS })
  story.until(16 * MINUTE)
  expect(story.reached()).toHaveLength(2)
  expect(story.ask({ type: 'acknowledge' }, by('otto', 'sms'))).toMatchObject({ ok: true })
  story.ask({ type: 'note', text: privately('Dora said yes by phone'), decision: true }, by('otto'))
  story.until(40 * MINUTE)
  expect(story.reached()).toHaveLength(2)
  expect(story.runs()).toEqual([])
  expect(story.of('step-requested')).toEqual([])

  story.core = incidentCore
  story.until(41 * MINUTE)
  expect(story.runs()).toEqual(['b/do/1'])
  story.ask({ type: 'approve-step', step: 'a' }, by('dora'))
  expect(story.runs()).toEqual(['b/do/1', 'a/do/1'])
})

it('a run that was begun before is not given up for lost, and says how it ended', () => {
  const story = startRecovery(recovery, {
    answer: ({ kind }) => (kind === 'run-step' ? 'lost' : { ok: true, detail: {} }),
  })
  expect(story.runs()).toEqual(['b/do/1'])
  story.core = adriftIncidentCore
  story.until(10 * MINUTE)
  expect(story.step('b').status).toBe('running')
  story.outcome('run/b/do/1', 1, { ok: true, detail: {} })
  expect(story.step('b').status).toBe('succeeded')
})

it('is resolved only when the checks have been made ashore', () => {
  const story = startRecovery(recovery, { core: adriftIncidentCore })
  story.ask({ type: 'resolve' }, by('dora'))
  story.until(60 * MINUTE)
  expect(story.state.phase).toBe('open')
  const without = startRecovery({}, { core: adriftIncidentCore })
  without.ask({ type: 'resolve' }, by('dora'))
  expect(without.state.phase).toBe('resolved')
})

it('whatever is asked, no action and no approval comes of it', () => {
  const step = fc.constantFrom('a', 'b', 'c', 'd', 'works')
  const asked: fc.Arbitrary<Omit<IncidentCommand, 'atMs' | 'by'>> = fc.oneof(
    fc.record({
      type: fc.constantFrom('start-step', 'approve-step', 'cancel-step', 'reset-step', 'put-step-first'),
      step,
    }),
    fc.record({
      type: fc.constantFrom('skip-step', 'break-glass', 'reject-step', 'waive-undo'),
      step,
      reason: fc.constant(privately('so')),
    }),
    fc.record({ type: fc.constant('end-step'), step, ok: fc.boolean() }),
    fc.record({ type: fc.constantFrom('acknowledge', 'decline', 'escalate', 'resolve', 'reopen', 'resume-ladder') }),
    fc.record({ type: fc.constant('change-severity'), severity: fc.constantFrom('critical', 'high') }),
    fc.record({ type: fc.constant('waive-checks'), reason: fc.constant(privately('so')) }),
  ) as never
  fc.assert(
    fc.property(
      fc.array(fc.tuple(asked, fc.constantFrom('dora', 'otto', 'tina'), fc.nat(20)), { maxLength: 15 }),
      (all) => {
        const story = startRecovery(recovery, { core: adriftIncidentCore })
        for (const [command, who, minutes] of all) {
          story.ask(command as never, by(who))
          story.until(story.nowMs - T0 + minutes * MINUTE)
        }
        const kinds = story.of('attempted').map(({ effect }) => effect.kind)
        for (const kind of ['run-step', 'ask-approval', 'tell-subscribers'] as const) expect(kinds).not.toContain(kind)
        for (const type of ['step-approved', 'break-glass-used', 'message-approved'] as const)
          expect(story.of(type)).toEqual([])
      },
    ),
    { numRuns: 50 },
  )
})

it('tells what does not hold after all, and who was paged twice', () => {
  const plan = testPlan()
  const { state } = startRecovery({})
  const page = { kind: 'page' as const, page: 'p', level: 'l', person: 'otto', means: 'sms' as const }
  const attempted = {
    type: 'attempted' as const,
    atMs: T0,
    by: SYSTEM,
    obligation: 'p/0/sms',
    attempt: 1,
    deadlineMs: T0,
    effect: page,
  }
  const failed = { ...attempted, obligation: 'p/0/voice', effect: { ...page, means: 'voice' as const } }
  const events: Event[] = [attempted, failed, { ...failed, type: 'attempt-failed', reason: 'busy' }]
  const facts = { id: 'v', fromMs: T0, toMs: T0 + 30 * MINUTE, taken: 2, refused: [], events, replayed: [] }
  const twice = mergedEvent(facts, T0, SYSTEM)
  expect(tell(plan, state, { ...twice, seq: 1 })).toEqual({
    text: 'The database is back: what was taken in the lifeboat (10:00 UTC to 10:30 UTC) is in the journal. Paged by two replicas, and so twice: Otto by SMS',
    loud: false,
  })
  const command = { type: 'resolve' as const, atMs: T0, by: by('dora') }
  const once = mergedEvent({ ...facts, replayed: events, refused: [{ command, why: 'It is over.' }] }, T0, SYSTEM)
  expect(tell(plan, state, { ...once, seq: 1 })).toEqual({
    text: 'The database is back: what was taken in the lifeboat (10:00 UTC to 10:30 UTC) is in the journal. It had been taken, and does not hold after all: resolve by Dora at 10:00 UTC (It is over.)',
    loud: true,
  })
})

it('says on the board that it runs from the lifeboat, once, until it is merged', () => {
  const story = startRecovery({})
  const plan = recoveryPlan({})
  const command = { type: 'go-adrift' as const, atMs: T0, by: SYSTEM }
  const first = adriftIncidentCore.decide(plan, story.state, command)
  expect(first).toMatchObject({ ok: true, events: [{ type: 'gone-adrift' }] })
  story.ask({ type: 'go-adrift' }, SYSTEM)
  expect(story.state.adriftSinceMs).toBe(T0)
  expect(adriftIncidentCore.decide(plan, story.state, command)).toEqual({ ok: true, events: [] })
})

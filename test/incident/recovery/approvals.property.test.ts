/** Promise 3 for any interleaving of requests, approvals, rejections, changed values, time, held effects, outcomes and lost workers. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Command, IncidentCommand } from '../../../src/incident/commands.ts'
import { decide } from '../../../src/incident/decide.ts'
import type { Event, EventOf } from '../../../src/incident/events.ts'
import { evolve } from '../../../src/incident/evolve.ts'
import { initialState } from '../../../src/incident/initial-state.ts'
import { owed } from '../../../src/incident/owed.ts'
import { procedureNow } from '../../../src/incident/recovery/procedure-now.ts'
import { standings } from '../../../src/incident/recovery/standing.ts'
import { lastRun } from '../../../src/incident/recovery/state.ts'
import { workOf } from '../../../src/incident/recovery/work.ts'
import type { IncidentState } from '../../../src/incident/state.ts'
import { stillWanted } from '../../../src/incident/still-wanted.ts'
import { view } from '../../../src/incident/view.ts'
import { privately, SYSTEM } from '../../../src/plan/actor.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import { by, MINUTE, T0 } from '../story.ts'
import { approved, byHand, change, look, recoveryPlan } from './recovery-plan.ts'

const PEOPLE = ['olga', 'otto', 'tina', 'dora', 'ivan']
const STEPS = ['alone', 'pair', 'wipe', 'again', 'left', 'right', 'veto', 'round']
const WAYS = ['left', 'right']

const plan = recoveryPlan({
  steps: [
    look('see'),
    approved('alone', { expires: '10 min' }, { needs: ['see'], do: [{ command: ['switch', { value: 'target' }] }] }),
    approved('pair', { count: 2, expires: '20 min' }, { needs: ['see'], onFailure: { retry: 2, every: '1 min' } }),
    approved('wipe', { count: 2, notRequester: true }, { needs: [], risk: 'destructive' }),
    approved('again', {}, { needs: [], repeatable: true, undo: { title: 'Back', do: [{ command: ['back'] }] } }),
    byHand('last', { needs: ['alone', 'pair'] }),
    { id: 'way', title: 'Way', needs: [], decide: { question: '?', options: WAYS.map((id) => ({ id, label: id })) } },
    approved('left', {}, { needs: [], when: { chosen: { way: 'left' } } }),
    change('right', { needs: [], when: { chosen: { way: 'right' } } }),
    change('veto', { needs: ['right'], start: { after: '5 min' }, onFailure: { goto: ['round'] } }),
    approved('round', {}, { needs: [] }),
  ],
  validation: [look('works')],
  plan: { values: { target: { kind: 'choice', label: 'Target', options: ['blue', 'green'], default: 'blue' } } },
})

const step = fc.constantFrom(...STEPS)
const variant = fc.constantFrom<('do' | 'undo' | 'dry')[]>('do', 'do', 'do', 'undo', 'dry')
const ask = fc.oneof(
  fc.record({ type: fc.constant('start-step' as const), step, variant }),
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('approve-step' as const),
      step,
      variant,
      typed: fc.constantFrom('shop', 'Shop', 'other'),
    }),
  },
  fc.record({ type: fc.constant('reject-step' as const), step, reason: fc.constant(privately('no')) }),
  fc.record({
    type: fc.constant('break-glass' as const),
    step,
    typed: fc.constant('shop'),
    reason: fc.constant(privately('why')),
  }),
  fc.record({
    type: fc.constant('give-value' as const),
    name: fc.constant('target'),
    text: fc.constantFrom('blue', 'green').map(privately),
  }),
  fc.record({ type: fc.constant('end-step' as const), step, ok: fc.boolean() }),
  fc.record({ type: fc.constant('skip-step' as const), step, reason: fc.constant(privately('why')) }),
  fc.record({ type: fc.constant('reset-step' as const), step }),
  fc.record({
    type: fc.constant('choose-option' as const),
    step: fc.constant('way'),
    option: fc.constantFrom(...WAYS),
  }),
  fc.record({ type: fc.constant('cancel-step' as const), step }),
  fc.record({
    type: fc.constant('assign-role' as const),
    role: fc.constantFrom('dba', 'commander'),
    person: fc.constantFrom(...PEOPLE),
  }),
  fc.record({ type: fc.constant('resolve' as const) }),
  fc.record({ type: fc.constant('reopen' as const) }),
)
const move = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('ask' as const), who: fc.constantFrom(...PEOPLE), ask }) },
  {
    weight: 2,
    // The wake loop may be late: then the next command comes before the tick.
    arbitrary: fc.record({
      ...{ do: fc.constant('wait' as const), late: fc.boolean() },
      ms: fc.oneof(fc.nat(20_000), fc.nat(15 * MINUTE)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      outcome: fc.constantFrom<('ok' | 'failed' | 'held' | 'lost' | 'late')[]>(
        'ok',
        'ok',
        'failed',
        'held',
        'lost',
        'late',
      ),
    }),
  },
)
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

interface Run {
  state: IncidentState
  log: { before: IncidentState; event: Event }[]
  /** Runs that a worker really began, with the state that it saw. */
  begun: { effect: Extract<EventOf<'attempted'>['effect'], { kind: 'run-step' }>; seen: IncidentState; atMs: number }[]
}

function play(moves: Move[]): Run {
  let state = initialState('DR-20261205-1000')
  let nowMs = T0
  const log: Run['log'] = []
  const begun: Run['begun'] = []
  const inHand: EventOf<'attempted'>[] = []
  const late: EventOf<'attempted'>[] = []
  const take = (command: Command) => {
    const decision = decide(plan, state, command)
    for (const event of decision.ok ? decision.events : []) {
      log.push({ before: state, event })
      state = evolve(state, event)
      if (event.type === 'attempted' && event.effect.kind === 'run-step') inHand.push(event)
    }
  }
  const tick = () => {
    // Everything but runs works at once.
    for (let rounds = 0; rounds < 50; rounds++) {
      const before = log.length
      take({ type: 'tick', atMs: nowMs, by: SYSTEM, facts: { standIns: {} } })
      const others = log
        .slice(before)
        .flatMap(({ event }) => (event.type === 'attempted' && event.effect.kind !== 'run-step' ? [event] : []))
      for (const { obligation, attempt } of others) {
        const outcome = { ok: true, detail: { ref: 'r', channelId: 'C', channelName: 'c', ts: '1' } } as const
        take({ type: 'outcome', atMs: nowMs, by: SYSTEM, obligation, attempt, outcome })
      }
      if (others.length === 0) return
    }
  }
  const report = ({ obligation, attempt }: EventOf<'attempted'>, outcome: Outcome) =>
    take({ type: 'outcome', atMs: nowMs, by: SYSTEM, obligation, attempt, outcome })
  const work = (how: 'ok' | 'failed' | 'held' | 'lost' | 'late') => {
    const job = how === 'late' ? late.shift() : inHand.shift()
    if (!job) return
    if (how === 'late') return report(job, { ok: true, detail: {} })
    if (!stillWanted(plan, state, job.obligation, job.attempt))
      return report(job, { ok: false, reason: 'not wanted', detail: { withdrawn: true } })
    if (how === 'held') return report(job, { ok: false, reason: 'held', detail: { held: true } })
    if (job.effect.kind === 'run-step') begun.push({ effect: job.effect, seen: state, atMs: nowMs })
    if (how === 'lost') return void late.push(job)
    report(job, how === 'ok' ? { ok: true, detail: {} } : { ok: false, reason: 'no' })
  }
  take({
    ...{
      type: 'declare',
      atMs: T0,
      by: by('dora'),
      planDigest: 'd',
      scenario: 'database-corruption',
      severity: 'critical',
    },
    ...{ mode: 'real', seen: privately('x'), outageStartMs: null, components: [] },
  })
  tick()
  for (const next of moves) {
    if (next.do === 'wait') nowMs += next.ms
    else if (next.do === 'report') work(next.outcome)
    else take({ ...next.ask, atMs: nowMs, by: by(next.who) } as IncidentCommand)
    if (next.do !== 'wait' || !next.late) tick()
  }
  return { state, log, begun }
}

const check = (property: (run: Run) => void) =>
  fc.assert(
    fc.property(fc.array(move, { maxLength: 80 }), (moves) => property(play(moves))),
    { numRuns: 400 },
  )

it('3: nothing begins without the approvals that its step asks for, given for exactly this by people who may', () => {
  check(({ begun, log }) => {
    for (const { effect, seen, atMs } of begun) {
      if (effect.variant === 'dry') continue
      const step = procedureNow(plan, seen).byId.get(effect.step)!
      const run = seen.recovery.runs[effect.run]!
      const work = workOf(plan, seen, step, effect.variant)
      expect(work).toMatchObject({ ok: true, digest: effect.digest })
      expect(run.digest).toBe(effect.digest)
      expect(run.cancelAsked).toBeUndefined()
      if (run.expiresMs !== null) expect(run.startedMs ?? atMs).toBeLessThanOrEqual(run.expiresMs)
      if (run.breakGlass || !step.approval) continue
      const given = log.flatMap(({ before, event }) =>
        event.type === 'step-approved' && event.run === effect.run && event.digest === effect.digest
          ? [{ before, event }]
          : [],
      )
      const people = new Set(given.map(({ event }) => event.person))
      if (step.approval.notRequester) people.delete(run.requestedBy.person ?? '')
      expect(people.size).toBeGreaterThanOrEqual(step.approval.count)
      for (const { before, event } of given) {
        expect(event.atMs).toBeLessThan(run.expiresMs!)
        const byPlan = ['dora', 'otto', 'tina'].includes(event.person)
        const holder = before.roles.dba
        expect(
          byPlan || (holder?.person === event.person && ['dora', 'otto', 'ivan'].includes(holder.givenBy ?? '')),
        ).toBe(true)
        expect(event.by.person).toBe(event.person)
      }
    }
  })
})

it('3: nothing begins that is left out, whose condition does not hold, or that waits for something', () => {
  check(({ begun }) => {
    for (const { effect, seen } of begun) {
      if (effect.variant !== 'do') continue
      const facts = seen.recovery.steps[effect.step]
      expect(facts?.skipped).toBeUndefined()
      if (WAYS.includes(effect.step)) expect(seen.recovery.steps.way?.chosen?.option).toBe(effect.step)
      const { needs, gate, branchOf } = procedureNow(plan, seen).byId.get(effect.step)!
      const all = standings(plan, seen)
      if (gate === null) expect(needs.filter((id) => id !== branchOf && !all.get(id)?.settled)).toEqual([])
      if (branchOf !== null) expect(all.get(branchOf)?.status).toBe('failed')
      expect(['running', 'unknown']).not.toContain(lastRun(seen.recovery, effect.step, 'undo')?.state)
    }
  })
})

it('3: no run begins twice, and none of unknown end is repeated unless its step says that it may be', () => {
  check(({ begun, log }) => {
    const runs = begun.map(({ effect }) => effect.run)
    expect(new Set(runs).size).toBe(runs.length)
    for (const { before, event } of log) {
      if (event.type !== 'step-requested' || event.by.via !== 'system' || event.variant !== 'do') continue
      const last = before.recovery.runs[`${event.step}/do/${event.n - 1}`]
      if (last?.state === 'unknown') expect(event.step).toBe('again')
    }
  })
})

it('the journal folds to the state, obligations have ids of their own, and every state can be shown', () => {
  check(({ state, log }) => {
    expect(log.map(({ event }) => event).reduce(evolve, initialState('DR-20261205-1000'))).toEqual(state)
    const ids = owed(plan, state).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(() => JSON.stringify(view(plan, state))).not.toThrow()
  })
})

/** Promises 1 and 2 for any sequence of commands, outcomes and times; and that every event folds, from the start and one by one, to the same state. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command, IncidentCommand } from '../../src/incident/commands.ts'
import { decide } from '../../src/incident/decide.ts'
import type { Event, EventOf } from '../../src/incident/events.ts'
import { evolve } from '../../src/incident/evolve.ts'
import { initialState } from '../../src/incident/initial-state.ts'
import { pageWanted } from '../../src/incident/ladder.ts'
import { owed } from '../../src/incident/owed.ts'
import type { IncidentState } from '../../src/incident/state.ts'
import { stillWanted } from '../../src/incident/still-wanted.ts'
import { view } from '../../src/incident/view.ts'
import { privately, SYSTEM } from '../../src/plan/actor.ts'
import type { Outcome } from '../../src/plan/core.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { by, MINUTE, T0 } from './story.ts'
import { testPlan } from './test-plan.ts'

const PEOPLE = ['olga', 'otto', 'tina', 'dora', 'ivan', 'cleo']

const outcome = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ok: fc.constant(true as const),
      ref: fc.string({ minLength: 1, maxLength: 3 }),
      awaitsReport: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ok: fc.constant(false as const),
      permanent: fc.boolean(),
      waitMinutes: fc.option(fc.nat(3), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.constant('lost' as const) },
)
const person = fc.constantFrom(...PEOPLE)
const human = fc.oneof(
  person.map((who) => ({ who, command: { type: 'acknowledge' as const } })),
  person.map((who) => ({ who, command: { type: 'decline' as const } })),
  fc.tuple(person, person).map(([who, to]) => ({ who, command: { type: 'decline' as const, to } })),
  person.map((who) => ({ who, command: { type: 'escalate' as const } })),
  fc.tuple(person, person).map(([who, to]) => ({ who, command: { type: 'page-person' as const, person: to } })),
  fc
    .tuple(person, fc.option(fc.integer({ min: 1, max: 20 })))
    .map(([who, n]) => ({ who, command: { type: 'pause-ladder' as const, minutes: n, reason: privately('why') } })),
  person.map((who) => ({ who, command: { type: 'resume-ladder' as const } })),
  person.map((who) => ({ who, command: { type: 'change-severity' as const, severity: 'minor' } })),
  person.map((who) => ({ who, command: { type: 'change-severity' as const, severity: 'critical' } })),
  person.map((who) => ({ who, command: { type: 'note' as const, text: privately('seen'), decision: false } })),
  person.map((who) => ({ who, command: { type: 'resolve' as const } })),
  person.map((who) => ({ who, command: { type: 'reopen' as const } })),
  person.map((who) => ({ who, command: { type: 'cancel' as const, reason: privately('false alarm') } })),
)
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.oneof(fc.nat(90_000), fc.nat(30 * MINUTE)) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('report' as const), outcome }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), human }) },
)

const plan = fc
  .record({
    stop: fc.constantFrom('acknowledged', 'resolved', 'role'),
    nextMeansAfter: fc.option(fc.constantFrom('1 min', '5 min')),
    nextHolderAfter: fc.option(fc.constantFrom('2 min', '10 min')),
    repeat: fc.boolean(),
    again: fc.boolean(),
    silence: fc.boolean(),
    mode: fc.constantFrom('all', 'any', 'in-order'),
  })
  .map(({ stop, nextMeansAfter, nextHolderAfter, repeat, again, silence, mode }) =>
    testPlan({
      policy: {
        stop: stop === 'role' ? { acknowledgedBy: 'technical-lead' } : stop,
        ...(again ? { again: { after: '10 min', times: 2 } } : {}),
        ...(silence ? { silence: { after: '20 min', answerWithin: '5 min' } } : {}),
      },
      level: {
        mode,
        ...(nextMeansAfter ? { nextMeansAfter } : {}),
        ...(nextHolderAfter ? { nextHolderAfter } : {}),
        ...(repeat ? { repeat: { every: '5 min', times: 2 } } : {}),
      },
    }),
  )

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never
type Step = Drawn<typeof step>

/** What happened, with the state before each event. */
interface Run {
  plan: Plan
  state: IncidentState
  log: { before: IncidentState; event: Event }[]
}

function run(thePlan: Plan, steps: Step[]): Run {
  let state = initialState('DR-20261205-1000')
  let nowMs = T0
  const log: Run['log'] = []
  const inHand: EventOf<'attempted'>[] = []
  const take = (command: Command) => {
    const decision = decide(thePlan, state, command)
    if (!decision.ok) return
    for (const event of decision.events) {
      log.push({ before: state, event })
      state = evolve(state, event)
      if (event.type === 'attempted') inHand.push(event)
    }
  }
  const tick = () => take({ type: 'tick', atMs: nowMs, by: SYSTEM, facts: { standIns: {} } })
  take({
    type: 'declare',
    atMs: T0,
    by: by('dora'),
    planDigest: 'd',
    scenario: null,
    severity: 'critical',
    mode: 'real',
    seen: privately('x'),
    outageStartMs: null,
    components: [],
  })
  tick()
  for (const next of steps) {
    if (next.do === 'wait') {
      nowMs += next.ms
    } else if (next.do === 'report') {
      const job = inHand.shift()
      const wanted = job && stillWanted(thePlan, state, job.obligation, job.attempt)
      if (job && next.outcome !== 'lost') {
        const result: Outcome = wanted
          ? toOutcome(next.outcome, nowMs)
          : { ok: false, reason: 'no longer wanted', detail: { withdrawn: true } }
        take({
          type: 'outcome',
          atMs: nowMs,
          by: SYSTEM,
          obligation: job.obligation,
          attempt: job.attempt,
          outcome: result,
        })
      }
    } else {
      const { who, command } = next.human
      const { minutes, ...asked } = { minutes: null as number | null, ...command }
      const full =
        command.type === 'pause-ladder'
          ? { ...asked, untilMs: minutes === null ? null : nowMs + minutes * MINUTE }
          : asked
      take({ ...full, atMs: nowMs, by: by(who) } as IncidentCommand)
    }
    tick()
  }
  return { plan: thePlan, state, log }
}

/** The same, after half a day in which everything works and nobody does anything. */
function afterHalfADay({ plan: thePlan, state: before, log }: Run): Run {
  let state = before
  const take = (command: Command) => {
    const decision = decide(thePlan, state, command)
    const events = decision.ok ? decision.events : []
    state = events.reduce(evolve, state)
    return events
  }
  const untilMs = Math.max(T0, ...log.map(({ event }) => event.atMs)) + 12 * 60 * MINUTE
  for (
    let nowMs = owed(thePlan, state)[0]?.dueMs;
    nowMs !== undefined && nowMs <= untilMs;
    nowMs = owed(thePlan, state)[0]?.dueMs
  ) {
    for (const event of take({ type: 'tick', atMs: nowMs, by: SYSTEM, facts: { standIns: {} } })) {
      if (event.type !== 'attempted') continue
      const { obligation, attempt } = event
      const outcome = { ok: true, detail: { channelId: 'C1', channelName: 'dr', ts: '1' } } as const
      take({ type: 'outcome', atMs: nowMs, by: SYSTEM, obligation, attempt, outcome })
    }
  }
  return { plan: thePlan, state, log }
}

function toOutcome(drawn: Exclude<Drawn<typeof outcome>, 'lost'>, nowMs: number): Outcome {
  if (drawn.ok)
    return {
      ok: true,
      detail: { ref: drawn.ref, awaitsReport: drawn.awaitsReport, ts: drawn.ref, channelId: 'C1', channelName: 'dr' },
    }
  const retry = drawn.waitMinutes === undefined ? {} : { retryAtMs: nowMs + drawn.waitMinutes * MINUTE }
  return { ok: false, reason: 'no', permanent: drawn.permanent, ...retry }
}

const history = fc.tuple(plan, fc.array(step, { maxLength: 60 }))
const check = (property: (run: Run) => void, numRuns = 300) =>
  fc.assert(
    fc.property(history, ([thePlan, steps]) => property(run(thePlan, steps))),
    { numRuns },
  )

const isPage = (event: Event): event is EventOf<'attempted'> =>
  event.type === 'attempted' && event.effect.kind === 'page'

describe('the promises, whatever happens', () => {
  it('1: a page that is wanted is in hand, has got through, or is owed another try', () => {
    check(({ plan: thePlan, state }) => {
      const due = owed(thePlan, state)
      for (const page of Object.values(state.pages).filter((candidate) => pageWanted(thePlan, state, candidate))) {
        const ringing = page.tries.some((entry) => entry.state === 'in-hand')
        const through = page.tries.some((entry) => entry.state === 'sent')
        const next = due.some(
          ({ effect }) => (effect.kind === 'page' || effect.kind === 'exhaust-page') && effect.page === page.id,
        )
        expect(ringing || through || next, page.id).toBe(true)
      }
    })
  })

  it('1: a page is given up only when every one of its means has failed', () => {
    check(({ log }) => {
      for (const { before, event } of log) {
        if (event.type !== 'page-exhausted') continue
        const page = before.pages[event.page]
        const failed = new Set(
          page?.tries.filter((entry) => entry.state === 'failed' || entry.state === 'sent').map((entry) => entry.means),
        )
        expect([...failed].sort()).toEqual([...(page?.order ?? [])].sort())
        // Sent, and yet in vain: nobody reported a delivery, or its failure was.
        for (const entry of page?.tries ?? []) {
          if (entry.state === 'sent') expect(entry.awaitsReport === true && entry.delivery !== 'delivered').toBe(true)
        }
      }
    })
  })

  it('1: while nobody has it, somebody is being called, or will be, or it is said that nobody answers', () => {
    check((history) => {
      const { plan: thePlan, state } = afterHalfADay(history)
      const nobody = state.phase === 'open' && Object.keys(state.acknowledgements).length === 0
      if (!nobody || state.pause?.untilMs === null) return
      const PAGING = ['page', 'reach-level', 'page-next-holder', 'exhaust-page', 'end-ladder', 'resume-ladder', 'lose']
      const due = owed(thePlan, state).some(({ effect }) => PAGING.includes(effect.kind))
      expect(due || state.ladder.endedMs !== null).toBe(true)
    }, 100)
  })

  it('2: no level is reached by time, and nobody of the ladder is paged, once the stop rule holds', () => {
    check(({ plan: thePlan, log }) => {
      const acknowledged = new Set<string>()
      let open = false
      const { stop } = thePlan.policies.main!
      for (const { before, event } of log) {
        // The stop rule read off the journal alone, independently of the core's own reading of it.
        if (event.type === 'declared' || event.type === 'reopened') open = true
        if (event.type === 'resolved' || event.type === 'cancelled') open = false
        if (event.type === 'reopened') acknowledged.clear()
        if (event.type === 'acknowledged') acknowledged.add(event.person!)
        if (event.type === 'declined') acknowledged.delete(event.person!)
        if (event.type === 'acknowledgement-lapsed') acknowledged.delete(event.person)
        const stopped =
          !open || (stop === 'acknowledged' ? acknowledged.size > 0 : stop !== 'resolved' && acknowledged.has('tina'))
        if (!stopped) continue
        if (event.type === 'level-reached') expect(event.why).toBe('escalated')
        if (isPage(event) && event.effect.kind === 'page')
          expect(before.levels[event.effect.level]?.why).toBe('escalated')
      }
    })
  })

  it('2: who has acknowledged is not paged again', () => {
    check(({ log }) => {
      for (const { before, event } of log) {
        if (isPage(event) && event.effect.kind === 'page')
          expect(Object.keys(before.acknowledgements)).not.toContain(event.effect.person)
      }
    })
  })

  it('an incident that is over pages nobody and tells nobody but of its end', () => {
    check(({ log }) => {
      for (const { before, event } of log) {
        if (event.type !== 'attempted' || before.phase === 'open' || before.phase === 'not-declared') continue
        expect(['page', 'ask-again', 'on-call-lookup', 'open-channel', 'check-delivery']).not.toContain(
          event.effect.kind,
        )
        if (event.effect.kind === 'notify') expect(['resolved', 'correction']).toContain(event.effect.moment)
      }
    })
  })

  it('no attempt is handed out twice, and none while another of the same obligation is in hand', () => {
    check(({ log }) => {
      const seen = new Set<string>()
      for (const { before, event } of log) {
        if (event.type !== 'attempted') continue
        const id = `${event.obligation}#${event.attempt}`
        expect(seen.has(id), id).toBe(false)
        expect(before.inHand).not.toContain(event.obligation)
        seen.add(id)
      }
    })
  })

  it('the journal folds to the state, obligations have unique ids, and the view can be drawn of every state', () => {
    check(({ plan: thePlan, state, log }) => {
      const folded = log.map((entry) => entry.event).reduce(evolve, initialState('DR-20261205-1000'))
      expect(folded).toEqual(state)
      const ids = owed(thePlan, state).map((obligation) => obligation.id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(() => JSON.stringify(view(thePlan, state))).not.toThrow()
    })
  })
})

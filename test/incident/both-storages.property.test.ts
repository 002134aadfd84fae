/** The same story on both storages brings the same facts: what the memory storage is trusted for in rehearsals, PostgreSQL does in production. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AnyCore } from '../../src/engine/any-core.ts'
import { type Backing, createMemoryBacking, createPostgresBacking } from '../../src/engine/backing.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { IncidentCommand } from '../../src/incident/commands.ts'
import { incidentCore } from '../../src/incident/core.ts'
import type { Effect } from '../../src/incident/effects.ts'
import type { Event } from '../../src/incident/events.ts'
import { privately } from '../../src/plan/actor.ts'
import { planDigest } from '../../src/plan/digest.ts'
import { testDatabase } from '../postgres.ts'
import { by, MINUTE, T0 } from './story.ts'
import { testPlan } from './test-plan.ts'

const PEOPLE = ['olga', 'otto', 'tina', 'dora', 'ivan', 'cleo']
const plan = testPlan({ policy: { again: { after: '15 min', times: 1 } }, level: { nextMeansAfter: '2 min' } })
const QUEUES = { all: { concurrency: 4 } }

const step = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(20) }),
  fc.record({ do: fc.constant('acknowledge' as const), who: fc.constantFrom(...PEOPLE) }),
  fc.record({ do: fc.constant('decline' as const), who: fc.constantFrom(...PEOPLE) }),
  fc.record({ do: fc.constant('escalate' as const), who: fc.constantFrom(...PEOPLE) }),
  fc.record({ do: fc.constant('note' as const), who: fc.constantFrom(...PEOPLE) }),
  fc.record({ do: fc.constant('resolve' as const), who: fc.constantFrom(...PEOPLE) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Which means fail is drawn once for a story: an effect's own words decide, so both storages see the same world. */
const badMeans = fc.subarray(['slack', 'pagerduty', 'sms', 'voice', 'email'])

async function tell(backing: Backing, id: string, steps: Step[], bad: string[]): Promise<string[]> {
  const clock = createSteppedClock(wallClock, T0, false)
  let counter = 0
  const engine = createEngine<Effect>({
    ...backing,
    clock,
    cores: () => incidentCore as AnyCore<Effect>,
    carryOut: async (effect) =>
      effect.kind === 'page' && bad.includes(effect.means)
        ? { ok: false, reason: 'refused' }
        : { ok: true, detail: { ref: 'r', channelId: 'C', channelName: 'c', ts: '1' } },
    queueOf: () => 'all',
    facts: async () => ({ held: false, standIns: {} }),
    random: (bytes) => (++counter).toString(16).padStart(bytes * 2, '0'),
  })
  await backing.storage.start()
  await backing.outbox.start()
  const ask = (command: Record<string, unknown>, who: string) =>
    engine.submit(id, { ...command, atMs: clock.now(), by: by(who) } as IncidentCommand, {
      plan: { digest: planDigest(plan), plan },
    })
  await ask(
    {
      type: 'declare',
      planDigest: planDigest(plan),
      scenario: null,
      severity: 'critical',
      mode: 'real',
      seen: privately('x'),
      outageStartMs: null,
      components: [],
    },
    'dora',
  )
  await engine.settle()
  for (const next of steps) {
    if (next.do === 'wait') {
      const untilMs = clock.now() + next.minutes * MINUTE
      for (
        let dueMs = await engine.nextDue(clock.now());
        dueMs !== undefined && dueMs <= untilMs;
        dueMs = await engine.nextDue(clock.now())
      ) {
        clock.moveTo(dueMs)
        await engine.settle()
      }
      clock.moveTo(untilMs)
    } else {
      await ask(
        next.do === 'note' ? { type: 'note', text: privately('seen'), decision: false } : { type: next.do },
        next.who,
      )
    }
    await engine.settle()
  }
  expect(await Array.fromAsync(verifyJournal(backing.storage))).toEqual([])
  const events = await engine.events<Event>(id)
  // Workers are concurrent: what happens within one instant may be journaled in another order, hence under other numbers, and how often the
  // channel is brought up to date depends on that order.
  const told = events.filter((event) => !('obligation' in event) || !/^(board|say|topic\/\d+)$/.test(event.obligation))
  return told.map((event) => `${event.atMs} ${event.type} ${'obligation' in event ? event.obligation : ''}`).toSorted()
}

it('memory and PostgreSQL journal the same facts, and both chains verify', async () => {
  const database = await testDatabase()
  const postgres = createPostgresBacking({ connectionString: database.url, queues: QUEUES })
  let n = 0
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), badMeans, async (steps, bad) => {
        const id = `DR-${++n}`
        const memory = createMemoryBacking(QUEUES)
        const inMemory = await tell(memory, id, steps, bad)
        const inPostgres = await tell(postgres, id, steps, bad)
        expect(inPostgres).toEqual(inMemory)
      }),
      { numRuns: 15 },
    )
  } finally {
    await postgres.stop()
    await database.drop()
  }
})

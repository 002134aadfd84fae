/** Pages through the gate, by carriers that answer as the test says, and what the core makes of it. */
import { expect, it } from 'vitest'
import type { Carrier, Carrying } from '../../src/adapters/carrier.ts'
import type { PageCarrier } from '../../src/adapters/page-carrying.ts'
import { createMemoryDeliveryLedger } from '../../src/engine/delivery-ledger.ts'
import { createMemoryPageGate } from '../../src/engine/page-gate-store.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { CarryOutContext } from '../../src/engine/worker.ts'
import type { Outcome } from '../../src/plan/core.ts'
import type { Adapters } from '../../src/program/adapters.ts'
import { createDelivery } from '../../src/program/deliver.ts'
import type { Steps } from '../../src/program/steps.ts'
import { MINUTE, SECOND, startStory, T0 } from '../incident/story.ts'
import { testPlan } from '../incident/test-plan.ts'

/** No step runs here. */
const steps = { carriers: {} } as unknown as Pick<Steps, 'carriers'>
/** Nothing is written here. */
const compose: Carrier<'compose'> = async () => ({ ok: true })
const parts = () => ({
  steps,
  compose,
  publishSite: async () => ({ ok: true as const }),
  tellSubscribers: async () => ({ ok: true as const }),
  fileReport: async () => ({ ok: true as const }),
  reviews: { 'file-review': async () => ({ ok: true as const }), 'send-review': async () => ({ ok: true as const }) },
  watch: { tellWatch: async () => ({ ok: true as const }), carryOut: async () => ({ ok: true as const }) },
  pageGate: createMemoryPageGate(),
  deliveries: createMemoryDeliveryLedger(),
  plans: async () => ({}),
})
const plan = testPlan({ level: { means: ['sms', 'email'] } })
const story = startStory(plan, { answer: () => 'lost' })
const olga = Object.values(story.state.pages)[0]!

/** Olga is paged by SMS for three incidents within a minute. @returns how that ended for the second, which rode with the third's message. */
async function riding(carried: Outcome): Promise<Outcome> {
  const clock = createSteppedClock(wallClock, T0, false)
  const sms: PageCarrier = async () => carried
  const adapters = { twilio: { sms: { page: sms }, voice: {} } } as unknown as Adapters
  const carryOut = createDelivery({ ...parts(), adapters, clock })
  const page = (stream: string, afterMs: number) => {
    clock.moveTo(T0 + afterMs)
    const effect = { kind: 'page', page: olga.id, level: olga.key, person: 'olga', means: 'sms' } as const
    const obligation = `page/${olga.id}/0/sms`
    const { state } = story
    const signal = AbortSignal.timeout(5_000)
    const about: CarryOutContext = {
      ...{ stream, obligation, attempt: 1, jobId: `${stream}/1` },
      ...{ deadlineMs: clock.now() + 15 * SECOND, signal, state, plan },
    }
    return carryOut(effect, about)
  }
  expect(await page('DR-1', 0)).toMatchObject({ ok: true })
  expect(await page('DR-2', 10 * SECOND)).toMatchObject({ ok: false, detail: { held: true } })
  expect(await page('DR-3', MINUTE)).toEqual(carried)
  return page('DR-2', MINUTE + SECOND)
}

/** The pages of an incident whose SMS to Olga ended so. */
const pagesAfter = (outcome: Outcome) =>
  startStory(plan, {
    answer: (effect) => (effect.kind === 'page' && effect.means === 'sms' ? outcome : { ok: true, detail: {} }),
  })

it('a page that rode with a message whose arrival is not reported goes on to its next means after a minute', async () => {
  const rode = await riding({ ok: true, detail: { ref: 'SM1', awaitsReport: true } })
  expect(rode).toMatchObject({ ok: true, detail: { sentWith: 'DR-3' } })
  const unanswered = pagesAfter(rode)
  unanswered.until(2 * MINUTE)
  expect(unanswered.pages()).toEqual(['olga by sms at 0', 'olga by email at 1'])

  const answered = pagesAfter(rode)
  answered.ask({ type: 'acknowledge' })
  answered.until(2 * MINUTE)
  expect(answered.pages()).toEqual(['olga by sms at 0'])
})

it('a page that rode with a message of which no report is to come counts as that message does', async () => {
  const rode = pagesAfter(await riding({ ok: true, detail: { ref: 'M1' } }))
  rode.until(2 * MINUTE)
  expect(rode.pages()).toEqual(['olga by sms at 0'])
})

it('an audience’s attempt knows how far the one before came, and closes before its deadline', async () => {
  const detail = { sent: 1, failed: 1, failures: [], done: [[0, 0]] }
  const told = startStory(testPlan(), {
    answer: (effect) =>
      effect.kind === 'notify' && effect.means === 'email' ? { ok: false, reason: 'for now', detail } : { ok: true },
  })
  told.until(15 * MINUTE + SECOND)
  const [obligation, effort] = Object.entries(told.state.efforts).find(([, { effect }]) => effect.kind === 'notify')!
  let seen: Carrying | undefined
  const notify: Carrier<'notify'> = async (_effect, carrying) => {
    seen = carrying
    return { ok: true }
  }
  const clock = createSteppedClock(wallClock, told.nowMs, false)
  const adapters = { email: { notify } } as unknown as Adapters
  const carryOut = createDelivery({ ...parts(), adapters, clock })
  const stop = new AbortController()
  await carryOut(effort.effect, {
    ...{ stream: told.state.id, obligation, attempt: 2, jobId: '2', signal: stop.signal, state: told.state },
    // Less is left than it takes to close in good time: nothing is begun any more, and what is under way may go on for a moment.
    ...{ deadlineMs: told.nowMs + 7 * SECOND, plan: testPlan() },
  })
  expect(seen).toMatchObject({ before: detail })
  await expect.poll(() => seen!.closing!.aborted).toBe(true)
  expect(seen!.signal.aborted).toBe(false)
  stop.abort()
  expect(seen!.signal.aborted).toBe(true)
})

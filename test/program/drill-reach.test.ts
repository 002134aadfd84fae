/**
 * Promise 7: what a drill does reaches nobody outside. Every means is tried at the way out, with a plan that would let it, whatever the core
 * owes; and what does go out says that it is a drill.
 */
import { describe, expect, it } from 'vitest'
import { createMemoryDeliveryLedger } from '../../src/engine/delivery-ledger.ts'
import { createMemoryPageGate } from '../../src/engine/page-gate-store.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { Effect, ExternalEffect } from '../../src/incident/effects.ts'
import { view } from '../../src/incident/view.ts'
import { createMessages } from '../../src/messages/messages.ts'
import type { Outcome } from '../../src/plan/core.ts'
import { AUDIENCE_MEANS, type AudienceMeans } from '../../src/plan/notice-schema.ts'
import type { Means } from '../../src/plan/schema.ts'
import type { Adapters } from '../../src/program/adapters.ts'
import { createDelivery } from '../../src/program/deliver.ts'
import type { Steps } from '../../src/program/steps.ts'
import { startStory } from '../incident/story.ts'
import { testPlan } from '../incident/test-plan.ts'

const everywhere = {
  slack: 'somewhere',
  slackGroup: 'S0614TZR7',
  emails: ['one@example.com'],
  phones: ['+14155550111'],
  people: ['olga'],
  roles: ['dba'],
  webhook: { urlEnv: 'THEIR_URL' },
}
const plan = testPlan({
  plan: {
    audiences: {
      inside: { label: 'Inside', ...everywhere },
      outside: { label: 'Outside', external: true, ...everywhere },
    },
    notices: ['inside', 'outside'].map((audience) => ({
      ...{ id: audience, audience, means: [...AUDIENCE_MEANS] },
      templates: { initial: audience === 'inside' ? 'internal-alert' : 'customer-initial' },
    })),
    statusPage: { url: 'https://status.example', hostedPageId: 'p', webhook: { urlEnv: 'STATUS_URL' } },
    drills: { quiet: { label: 'Quiet drill', every: 'quarter', participants: ['dba'] } },
  },
})

/** Adapters for which everything works, and which note what they are asked to carry out. */
function wayOut(mode: 'real' | 'drill', drill?: string) {
  const story = startStory(plan, { declare: { mode, ...(drill && { drill }) }, answer: () => 'lost' })
  const carried: ExternalEffect[] = []
  const carry = async (effect: ExternalEffect): Promise<Outcome> => {
    carried.push(effect)
    return { ok: true }
  }
  // Whatever an adapter is asked for, it can do: also what is wired tomorrow.
  const able = (): unknown => new Proxy(carry, { get: (_target, name) => (name === 'then' ? undefined : able()) })
  const carryOut = createDelivery({
    adapters: able() as Adapters,
    steps: { carriers: {} } as unknown as Pick<Steps, 'carriers'>,
    compose: carry,
    publishSite: carry,
    tellSubscribers: carry,
    fileReport: carry,
    reviews: { 'file-review': carry, 'send-review': carry },
    watch: { tellWatch: carry, carryOut: async () => ({ ok: true }) },
    pageGate: createMemoryPageGate(),
    deliveries: createMemoryDeliveryLedger(),
    clock: createSteppedClock(wallClock, story.nowMs, false),
    plans: async () => ({}),
  })
  const act = (effect: Effect, state = story.state) =>
    carryOut(effect, {
      ...{ stream: state.id, obligation: 'one', attempt: 1, jobId: '1', state, plan },
      ...{ deadlineMs: story.nowMs + 30_000, signal: AbortSignal.timeout(10_000) },
    })
  return { story, carried, act }
}

const notify = (notice: string, means: AudienceMeans) =>
  ({ kind: 'notify', notice, means, moment: 'initial', nth: 0, dueMs: 0 }) as const

/** Of these a person or our own page does the rest: no adapter carries them. */
const WITHOUT_ADAPTER: readonly AudienceMeans[] = ['status-page', 'manual']

it.each(AUDIENCE_MEANS)('nobody outside is told by %s in a drill, and in earnest they are', async (means) => {
  const drill = wayOut('drill')
  for (const notice of ['outside', 'a notice that the plan does not have']) {
    expect(await drill.act(notify(notice, means))).toMatchObject({ ok: false, permanent: true })
  }
  expect(drill.carried).toEqual([])
  const real = wayOut('real')
  await real.act(notify('outside', means))
  expect(real.carried).toHaveLength(WITHOUT_ADAPTER.includes(means) ? 0 : 1)
})

it.each(AUDIENCE_MEANS)('people inside are told by %s in a drill too, but not by the public page', async (means) => {
  const drill = wayOut('drill')
  const outcome = await drill.act(notify('inside', means))
  expect(drill.carried).toHaveLength(WITHOUT_ADAPTER.includes(means) ? 0 : 1)
  if (means === 'status-page') expect(outcome).toMatchObject({ ok: false, permanent: true })
})

it.each([
  { kind: 'publish-status', version: 1 },
  { kind: 'publish-site', version: 1 },
  { kind: 'tell-subscribers', version: 1 },
] as const)('a drill does not $kind', async (effect) => {
  const drill = wayOut('drill')
  expect(await drill.act(effect)).toMatchObject({
    ok: false,
    permanent: true,
    reason: expect.stringMatching(/^A drill/),
  })
  expect(drill.carried).toEqual([])
})

it.each(AUDIENCE_MEANS)('what is said by %s in a drill begins with DRILL', (means) => {
  const { state, nowMs } = wayOut('drill').story
  const about = { plan, state, view: view(plan, state), atMs: nowMs }
  const said = createMessages({ dir: 'templates' }).notice(notify('inside', means), about)
  expect(said.text).toMatch(/^\W*(DRILL|This is a drill)/)
  if (said.subject !== undefined) expect(said.subject).toMatch(/^DRILL/)
  if (said.html !== undefined) expect(said.html).toContain('DRILL')
})

describe('a drill that names who takes part', () => {
  const dba = plan.roles.dba!.holders[0]!
  const other = Object.keys(plan.people).find((person) => !plan.roles.dba!.holders.includes(person))!
  const page = (person: string, means: Means) => ({ kind: 'page', page: '1', level: 'one', person, means }) as const
  const asked = (person: string): Effect[] => [
    ...(['slack', 'sms', 'voice', 'email'] as const).map((means) => page(person, means)),
    { kind: 'ask-again', person },
    { kind: 'ask-task', task: 't', person, loud: 0, key: 'k' },
    { kind: 'ask-approval', run: 'r', person, means: 'sms' },
    { kind: 'tell-clock', person, clock: 'rto', percent: 50 },
    { kind: 'tell-duty', person, duty: 'role', id: 'dba' },
    { kind: 'send-link', person, means: 'sms', link: 'l' },
  ]

  it('pages and asks them, and nobody else', async () => {
    const drill = wayOut('drill', 'quiet')
    for (const effect of asked(other)) {
      expect(await drill.act(effect)).toMatchObject({
        ok: false,
        permanent: true,
        reason: expect.stringContaining('does not take part'),
      })
    }
    expect(await drill.act(page(dba, 'pagerduty'))).toMatchObject({ ok: false, permanent: true })
    expect(drill.carried).toEqual([])
    for (const effect of asked(dba)) await drill.act(effect)
    expect(drill.carried).toHaveLength(asked(dba).length)
  })

  it('takes along whoever is given a role in it', async () => {
    const drill = wayOut('drill', 'quiet')
    const roles = { commander: { person: other, sinceMs: 0, acting: false } }
    await drill.act(page(other, 'sms'), { ...drill.story.state, roles })
    expect(drill.carried).toHaveLength(1)
  })

  it('is that drill alone: another one, and earnest, reach the whole ladder', async () => {
    for (const way of [wayOut('drill'), wayOut('real')]) {
      await way.act(page(other, 'sms'))
      expect(way.carried).toHaveLength(1)
    }
  })
})

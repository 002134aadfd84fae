/** A recovery for the Slack tests, told by the real core: a decision, a step that can be taken back, a destructive restore, something by hand, and checks. */
import type { RunDetail } from '../../../src/incident/recovery/run-detail.ts'
import type { StepView } from '../../../src/incident/recovery/view-shape.ts'
import { view } from '../../../src/incident/view.ts'
import type { View } from '../../../src/incident/view-shape.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import { type Story, startStory } from '../../incident/story.ts'
import { testPlan, testPlanInput } from '../../incident/test-plan.ts'

const restore = {
  id: 'restore',
  title: 'Restore the backup',
  why: 'All data from before the corruption is in it.',
  owner: 'dba',
  budget: '10 min',
  risk: 'destructive',
  needs: ['stop-writes'],
  approval: { roles: ['dba', 'commander'], count: 2, expires: '30 min' },
  do: [{ command: ['pg_restore', '--clean', '--dbname', { value: 'target' }, 'latest.dump'], on: 'db1' }],
  checks: [{ sql: 'select count(*) from orders', on: 'main', expect: { rows: 1 } }],
}

const stopWrites = {
  id: 'stop-writes',
  title: 'Stop all writes',
  needs: [],
  budget: '5 min',
  approval: { roles: ['dba'], notRequester: true },
  do: [{ command: ['systemctl', 'stop', 'shop-api'], env: { API_TOKEN: { secret: 'SHOP_TOKEN' } } }],
  undo: { title: 'Allow writes again', do: [{ command: ['systemctl', 'start', 'shop-api'] }] },
}

const decision = {
  id: 'how',
  title: 'How to restore',
  needs: [],
  decide: {
    question: 'Restore in place or beside?',
    options: [
      { id: 'in-place', label: 'In place, quicker' },
      { id: 'beside', label: 'Beside, safer' },
    ],
  },
}

const byHand = {
  id: 'tell-vendor',
  title: 'Call the vendor',
  needs: [],
  owner: 'technical-lead',
  budget: '15 min',
  manual: 'Call the hotline and ask for `ticket 42`.\nGive them our id.',
}

const steps = [decision, stopWrites, restore, byHand]
const validation = [{ id: 'orders', title: 'Orders can be placed', manual: 'Place one.', restores: ['one'] }]

type Change = Record<string, Record<string, unknown>>

/** @param change what a step has instead, by its id; `plan`: what the plan has instead. */
export function recoveryPlan(change: Change = {}, plan: Record<string, unknown> = {}): Plan {
  const scenario = {
    ...testPlanInput.scenarios['database-corruption'],
    phases: [{ id: 'restore', title: 'Restore', steps: steps.map((step) => ({ ...step, ...change[step.id] })) }],
    validation,
  }
  return testPlan({
    plan: {
      scenarios: { 'database-corruption': scenario },
      values: { target: { kind: 'pattern', label: 'Name of the database', pattern: '[a-z]+', default: 'shop' } },
      runners: { db1: { ssh: { host: 'db1.example.com', user: 'ops' } } },
      connections: { main: { urlEnv: 'SHOP_DB' } },
      tiers: [{ id: 'one', label: 'Tier 1', window: '0-60 min' }],
      ...plan,
    },
  })
}

export interface Recovery {
  plan: Plan
  story: Story
  view(): View
  step(id: string): StepView
  /** The run in hand ends now. */
  ends(run: string, outcome: Outcome): void
}

/** Runs stay in hand until the test says how they end. */
export function startRecovery(plan: Plan = recoveryPlan(), options: Parameters<typeof startStory>[1] = {}): Recovery {
  const story = startStory(plan, {
    answer: (effect) => {
      if (effect.kind === 'run-step') return 'lost'
      const channel = { channelId: 'C1', channelName: 'dr-20261205-1000' }
      return { ok: true, detail: effect.kind === 'open-channel' ? channel : { ts: '1.1' } }
    },
    ...options,
  })
  const shown = () => view(plan, story.state)
  return {
    plan,
    story,
    view: shown,
    step(id) {
      const step = shown().recovery?.steps.find((one) => one.id === id)
      if (!step) throw new Error(`There is no step ${id}.`)
      return step
    },
    ends: (run, outcome) => story.outcome(`run/${run}`, 1, outcome),
  }
}

/** What a worker reports of a run that went well, or as the test says. */
export const reported = (more: Partial<RunDetail> = {}): Record<string, unknown> => ({
  ...{ actions: [], checks: [], outputBytes: 0, custody: [] },
  ...more,
})

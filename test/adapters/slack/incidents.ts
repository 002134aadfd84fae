/** Incidents for the Slack tests: told by the real core, so that views and states belong together. */
import type { Carrying } from '../../../src/adapters/carrier.ts'
import { createMemoryDeliveryLedger } from '../../../src/engine/delivery-ledger.ts'
import { view } from '../../../src/incident/view.ts'
import type { View } from '../../../src/incident/view-shape.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import { type Story, startStory } from '../../incident/story.ts'
import { testPlan } from '../../incident/test-plan.ts'

export const shopPlan = testPlan()

/** What a carrier is given at this moment of the story. */
export function carryingOf(story: Story, plan: Plan = shopPlan, signal = new AbortController().signal): Carrying {
  const { state, nowMs } = story
  const ledger = createMemoryDeliveryLedger()
  const about = { incident: state.id, state, plan, view: view(plan, state), atMs: nowMs }
  return { ...about, attempt: 1, obligation: 'notify/one', ledger, signal }
}

/** The shop's database is corrupt; the first level has been paged. */
export const shopStory = (options: Parameters<typeof startStory>[1] = {}): Story => startStory(shopPlan, options)

export const shopView = (): View => view(shopPlan, shopStory().state)

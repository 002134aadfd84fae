/** Incidents of the two example plans at one known moment, for tests that compare whole messages. */
import type { Moment } from '../../src/incident/effects.ts'
import { view } from '../../src/incident/view.ts'
import { createMessages } from '../../src/messages/messages.ts'
import { privately } from '../../src/plan/actor.ts'
import type { AudienceMeans, Plan } from '../../src/plan/schema.ts'
import { works } from '../adapters/incident.ts'
import { startStory } from '../incident/story.ts'
import { examplePlan } from '../plan/example-plans.ts'

export const messages = createMessages({ dir: 'templates' })

/** Whatever a step would capture, it has captured. */
const worksAndCaptures =
  (plan: Plan): typeof works =>
  (effect) =>
    effect.kind === 'run-step'
      ? {
          ok: true,
          detail: { captured: Object.fromEntries(Object.keys(plan.values).map((name) => [name, privately('1')])) },
        }
      : works(effect)

/** What one notice of a plan says by one means, rendered as it goes out. */
export function openExample(id: string, declare: Parameters<typeof startStory>[1] = {}) {
  const plan = examplePlan(id)
  const story = startStory(plan, { answer: worksAndCaptures(plan), ...declare })
  return {
    plan,
    story,
    notice: (notice: string, means: AudienceMeans, moment: Moment) =>
      messages.notice(
        { kind: 'notify', notice, means, moment, nth: 0, dueMs: story.nowMs },
        { plan, state: story.state, view: view(plan, story.state), atMs: story.nowMs },
      ),
  }
}

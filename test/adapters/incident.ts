/**
 * An incident of the small test plan as adapters meet it: told to the pure core, with what a worker hands over, and the program's services
 * in so far as webhooks use them. Real parts but for the engine: one incident needs no journal.
 */
import type { Asked, Services } from '../../commands/services.ts'
import type { Carrying } from '../../src/adapters/carrier.ts'
import type { PageEffect } from '../../src/adapters/page-carrying.ts'
import { createMemoryDeliveryLedger } from '../../src/engine/delivery-ledger.ts'
import type { IncidentCommand } from '../../src/incident/commands.ts'
import type { ExternalEffect } from '../../src/incident/effects.ts'
import type { Event } from '../../src/incident/events.ts'
import { view } from '../../src/incident/view.ts'
import { createMessages } from '../../src/messages/messages.ts'
import type { Outcome } from '../../src/plan/core.ts'
import type { Means, Plan } from '../../src/plan/schema.ts'
import { type Story, startStory } from '../incident/story.ts'
import { testPlan } from '../incident/test-plan.ts'

export const SECRET = 'a secret of the test'
export const templates = () => createMessages({ dir: 'templates' })

export interface Desk {
  plan: Plan
  story: Story
  carrying(change?: Partial<Carrying> & { alsoFor?: string[] }): Carrying & { alsoFor?: string[] }
  /** The page of a person who has been paged, by one means. */
  page(person: string, means: Means): PageEffect
  /** Every command that was put to the incident, with its key. */
  asked: { command: IncidentCommand; key: string }[]
  services: Pick<Services, 'ask' | 'state' | 'view' | 'incidentsWithPlans'>
}

/** Everything works, and the channel has its name. */
export const works = (effect: ExternalEffect): Outcome =>
  effect.kind === 'open-channel'
    ? { ok: true, detail: { channelId: 'C1', channelName: 'dr-20261205-1000' } }
    : { ok: true, detail: { ref: `ref-${effect.kind}` } }

export function openDesk(
  change: Parameters<typeof testPlan>[0] & { story?: Parameters<typeof startStory>[1] } = {},
): Desk {
  const plan = testPlan(change)
  const story = startStory(plan, { answer: works, ...change.story })
  const asked: Desk['asked'] = []
  const remembered = new Set<string>()
  const ledger = createMemoryDeliveryLedger()
  const current = () => view(plan, story.state)
  const ours = (id: string) => id === story.state.id

  const ask = async (incident: string, command: IncidentCommand, key: string): Promise<Asked> => {
    if (!ours(incident)) return { ok: false, why: `There is no incident ${incident}.` }
    if (remembered.has(key)) return { ok: true, view: current(), events: [] as Event[], repeated: true }
    remembered.add(key)
    asked.push({ command, key })
    const { by, atMs: _, ...what } = command
    const decision = story.ask(what as Parameters<Story['ask']>[0], by)
    if (!decision.ok) return { ok: false, why: decision.why }
    return {
      ok: true,
      view: current(),
      events: decision.events,
      repeated: false,
      ...(decision.note && { note: decision.note }),
    }
  }
  return {
    plan,
    story,
    asked,
    carrying: (more = {}) => ({
      incident: story.state.id,
      state: story.state,
      plan,
      view: current(),
      atMs: story.nowMs,
      attempt: 1,
      obligation: 'notify/one',
      ledger,
      signal: AbortSignal.timeout(10_000),
      ...more,
    }),
    page(person, means) {
      const page = Object.values(story.state.pages).find((one) => one.person === person)
      if (!page) throw new Error(`${person} has not been paged.`)
      return { kind: 'page', page: page.id, level: page.key, person, means }
    },
    services: {
      ask,
      state: async (id) => (ours(id) ? { state: story.state, plan } : undefined),
      view: async (id) => (ours(id) ? current() : undefined),
      incidentsWithPlans: async (options) =>
        story.state.phase === 'open' || options?.endedSinceMs !== undefined ? [{ view: current(), plan }] : [],
    },
  }
}

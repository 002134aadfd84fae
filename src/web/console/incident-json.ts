/** One incident for tools: what people see, what is owed to the millisecond, and the journal. */
import type { Services } from '../../../commands/services.ts'
import type { Heading } from '../../incident/heading.ts'
import { owed } from '../../incident/owed.ts'

/** Undefined when there is no such incident. */
export async function incidentJson(services: Pick<Services, 'view' | 'state' | 'events'>, incident: string) {
  const [view, known] = await Promise.all([services.view(incident), services.state(incident)])
  if (view === undefined || known === undefined) return undefined
  const labels = new Map(view.owed.map((one) => [one.id, one.what]))
  return {
    view,
    /** Soonest first, housekeeping included; `what` only for what people wait for. */
    owed: owed(known.plan, known.state).map(({ id, dueMs, effect }) => ({
      id,
      dueMs,
      due: new Date(dueMs).toISOString(),
      what: labels.get(id) ?? null,
      effect,
    })),
    events: await services.events(incident),
  }
}

/** Names of the incidents' channels by their ids. */
export const channelNames = (views: readonly Heading[]): Map<string, string> =>
  new Map(views.flatMap((view) => (view.channel ? [[view.channel.id, view.channel.name] as const] : [])))

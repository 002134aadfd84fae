/** Writes messages to audiences: from the templates, the incident as it stands, and what the journal says has changed since they were last told. */
import type { Carrier } from '../adapters/carrier.ts'
import { isOutward } from '../incident/communication/in-force.ts'
import { isOpening } from '../incident/communication/state.ts'
import type { Event } from '../incident/events.ts'
import type { IncidentState } from '../incident/state.ts'
import { changesSince } from '../messages/changes.ts'
import type { Messages } from '../messages/messages.ts'
import { privately } from '../plan/actor.ts'

export interface ComposeParts {
  messages: Pick<Messages, 'compose'>
  /** An incident's journal. */
  events(incident: string): Promise<(Event & { seq: number })[]>
}

/** Detail: `{ text }`, private JSON of a `MessageText`. */
export function createComposer({ messages, events }: ComposeParts): Carrier<'compose'> {
  return async (effect, carrying) => {
    const { incident, plan, state } = carrying
    const notice = plan.notices.find(({ id }) => id === effect.notice)
    if (!notice) return { ok: false, permanent: true, reason: `The plan has no notice "${effect.notice}".` }
    const zone = plan.audiences[notice.audience]?.zone ?? plan.zone
    const outside = isOutward(plan, notice)
    const since = lastToldMs(state, notice.id)
    const changes =
      since === null ? [] : changesSince({ plan, state }, await events(incident), since, { outside, zone })
    return { ok: true, detail: { text: privately(JSON.stringify(messages.compose(effect, carrying, changes))) } }
  }
}

/** When the audience's last message was written, epoch ms; null: there has been none. */
function lastToldMs(state: IncidentState, notice: string): number | null {
  const before = Object.values(state.communication.messages).filter(
    (message) => message.notice === notice && isOpening(message.moment) && message.skipped === undefined,
  )
  return before.length === 0 ? null : Math.max(...before.map(({ composedMs }) => composedMs))
}

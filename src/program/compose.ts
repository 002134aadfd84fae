/** Writes messages to audiences: from the templates, the incident as it stands, and what the journal says has changed since they were last told. */
import type { Carrier } from '../adapters/carrier.ts'
import { isOutward } from '../incident/communication/in-force.ts'
import { entriesOf, hasReached, openingsWritten } from '../incident/communication/indexed.ts'
import { isOpening, type MessageId } from '../incident/communication/state.ts'
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
    const since = lastToldSeq(state, effect)
    const changes =
      since === null ? [] : changesSince({ plan, state }, await events(incident), since, { outside, zone })
    return { ok: true, detail: { text: privately(JSON.stringify(messages.compose(effect, carrying, changes))) } }
  }
}

/** The journal's number when the last message was written that anybody of the audience has got; null: none has. */
function lastToldSeq(state: IncidentState, { notice, moment, nth }: MessageId): number | null {
  const before = openingsWritten(state, notice).filter((message) => {
    const isEarlier = !isOpening(moment) || message.nth < nth
    return isEarlier && entriesOf(state, message).some(hasReached)
  })
  return before.at(-1)?.seq ?? null
}

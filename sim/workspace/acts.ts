/**
 * What a visitor does on the page, carried out at the simulated services as the person that they are: typing, clicking, answering a telephone. What a
 * person could not do in the real tool is refused with one sentence. Holds no state.
 */
import type { SandboxServices } from '../services.ts'
import type { Act, ActAnswer } from './act-schema.ts'
import { postJson } from './post-json.ts'
import type { Person } from './state/workspace-state.ts'

export interface ActParts {
  services: Pick<SandboxServices, 'slack' | 'twilio' | 'pagerduty'>
  people: readonly Person[]
}

/** @throws Error in one sentence, for whoever acted. */
export async function carryOutAct({ services, people }: ActParts, act: Act): Promise<ActAnswer> {
  const { slack, twilio, pagerduty } = services
  const personOf = (id: string) => {
    const found = people.find((each) => each.person === id)
    if (!found) throw new Error(`Nobody in this sandbox is called "${id}".`)
    return found
  }
  switch (act.act) {
    case 'command':
      return answered(await slack.slash(act.person, act.text, act.channel))
    case 'say':
      await slack.say(act.person, { channel: act.channel, ...(act.thread ? { thread: act.thread } : {}) }, act.text)
      return {}
    case 'click': {
      const { place, actionId, value } = act
      return answered(await slack.click(act.person, { ...place, actionId, ...(value === undefined ? {} : { value }) }))
    }
    case 'submit': {
      const response = answered(await slack.submit(act.person, act.viewId, act.entries))
      return errorsIn(response.body)
    }
    case 'dismiss':
      await slack.dismiss(act.person, act.viewId)
      return {}
    case 'open-home':
      return answered(await slack.event(act.person, { type: 'app_home_opened', tab: 'home' }))
    case 'shortcut':
      return answered(await slack.shortcut(act.person, act.callbackId, act.message))
    case 'text': {
      const fields = { To: twilio.from, From: personOf(act.person).phone, Body: act.body }
      await postJson(`${twilio.url}/_twilio/simulate/inbound-message`, fields)
      return {}
    }
    case 'phone': {
      const deed = act.does === 'press' ? { digits: act.digits ?? '' } : { [act.does]: true }
      await postJson(`${twilio.url}/_call`, { CallSid: act.sid, ...deed })
      return {}
    }
    case 'pagerduty': {
      const deed = { dedup_key: act.key, user: personOf(act.person).pagerdutyUserId }
      await postJson(`${pagerduty.url}/_${act.does}`, deed, pagerduty.ca)
      return {}
    }
  }
}

/** Slack's own words for a bot that does not answer in time, or not at all. */
function answered<T extends { status: number }>(response: T): T & ActAnswer {
  if (response.status === 200) return response
  throw new Error(`Muster did not answer in time (${response.status}): try again in a moment.`)
}

function errorsIn(body: string): ActAnswer {
  if (body === '') return {}
  const { response_action, errors } = JSON.parse(body) as { response_action?: string; errors?: Record<string, string> }
  return response_action === 'errors' && errors ? { errors } : {}
}

/** What can be carried out by several means: by the one that is named, by the first that works, or by several at once. */
import type { Carrier, Carrying } from '../adapters/carrier.ts'
import { refused } from '../adapters/outcomes.ts'
import { messageKey } from '../incident/communication/state.ts'
import type { Outcome } from '../plan/core.ts'
import type { AudienceMeans } from '../plan/schema.ts'
import type { Adapters } from './adapters.ts'
import { NOT_SET_UP } from './not-set-up.ts'

type ByMeans = 'notify' | 'ask-again' | 'tell-clock' | 'ask-approval' | 'ask-task' | 'tell-notice' | 'tell-duty'

export function createByMeans(adapters: Adapters): { [Kind in ByMeans]: Carrier<Kind> } {
  const { slack, twilio, email } = adapters
  return {
    notify: notifyBy(adapters),
    'ask-again': firstOf(slack?.['ask-again'], twilio?.sms.askAgain, email?.askAgain),
    'tell-clock': firstOf(slack?.['tell-clock'], twilio?.sms.tellClock, email?.tellClock),
    'tell-notice': firstOf(slack?.['tell-notice'], twilio?.sms.tellNotice, email?.tellNotice),
    'tell-duty': firstOf(slack?.['tell-duty'], twilio?.sms.tellDuty, email?.tellDuty),
    async 'ask-approval'(effect, carrying) {
      const carrier = {
        slack: slack?.['ask-approval'],
        sms: twilio?.sms.askApproval,
        email: email?.askApproval,
      }[effect.means]
      return carrier ? carrier(effect, carrying) : refused(NOT_SET_UP[effect.means])
    },
    /** First by one means; then by Slack and a text message at once, and by mail when neither works. */
    async 'ask-task'(effect, carrying) {
      const [direct, sms, mail] = [slack?.['ask-task'], twilio?.sms.askTask, email?.askTask]
      if (effect.loud === 0) return firstOf(direct, sms, mail)(effect, carrying)
      const [written, texted] = await Promise.all([
        firstOf(direct, mail)(effect, carrying),
        firstOf(sms)(effect, carrying),
      ])
      return written.ok ? written : texted
    },
  }
}

function notifyBy({ slack, pagerduty, twilio, email, webhook }: Adapters): Carrier<'notify'> {
  const carriers: Partial<Record<AudienceMeans, Carrier<'notify'> | undefined>> = {
    slack: slack?.notify,
    'slack-dm': slack?.['notify-directly'],
    pagerduty: pagerduty?.notify,
    sms: twilio?.sms.notify,
    voice: twilio?.voice.notify,
    email: email?.notify,
    webhook: webhook?.notify,
  }
  return async (effect, carrying) => {
    // What somebody has read and approved is gone: nothing else goes out in its place.
    const message = carrying.state.communication.messages[messageKey(effect)]
    if (message?.text?.private === null) return refused('The text of this message has been erased.')
    // Our own page shows the state itself: it is told by the very fact that this is journaled.
    if (effect.means === 'status-page') return { ok: true }
    const carrier = carriers[effect.means]
    return carrier ? carrier(effect, carrying) : refused(NOT_SET_UP[effect.means])
  }
}

/** The outcome of the first means that works, else of the last that was tried. */
const firstOf =
  <Effect>(...means: (((effect: Effect, carrying: Carrying) => Promise<Outcome>) | undefined)[]) =>
  async (effect: Effect, carrying: Carrying): Promise<Outcome> => {
    let last: Outcome = refused('Neither Slack nor Twilio nor mail is set up.')
    for (const carrier of means) {
      if (carrier === undefined) continue
      last = await carrier(effect, carrying)
      if (last.ok) return last
    }
    return last
  }

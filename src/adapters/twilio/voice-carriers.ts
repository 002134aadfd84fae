/** Calls: pages, notices and tests. A page can be answered by a key where Twilio reaches our webhooks; else it says how to answer otherwise. */
import twilio from 'twilio'
import { testFields } from '../../messages/page-fields.ts'
import { recipientsOf } from '../audience-recipients.ts'
import { tellEach } from '../tell-each.ts'
import { callUrl, statusCallbackUrl } from './callback-urls.ts'
import type { TwilioCarriers, TwilioOptions } from './carriers-shape.ts'
import type { Line } from './line.ts'
import { findCall } from './look-up.ts'
import { askingFields, callbacksOf, NO_PHONE, phoneOf } from './somebody.ts'

const NO_KEYS = 'Please acknowledge in Slack or by answering the text message.'

export function createVoiceCarriers(options: TwilioOptions, line: Line): TwilioCarriers['voice'] {
  const { messages } = options
  const callbacks = callbacksOf(options)
  return {
    async page(effect, carrying) {
      const to = phoneOf(carrying.plan, effect.person)
      if (!to) return NO_PHONE
      if (!callbacks) {
        const { text } = messages.render('page', 'voice', askingFields(options, carrying, effect))
        return line.call(carrying, { to, twiml: spoken(`${text} ${NO_KEYS}`) })
      }
      const link = { incident: carrying.incident, page: effect.page, person: effect.person }
      return line.call(carrying, {
        to,
        url: callUrl(callbacks, link, carrying.atMs),
        method: 'POST',
        statusCallback: statusCallbackUrl(callbacks, link, 'voice'),
      })
    },
    async notify(effect, carrying) {
      const recipients = recipientsOf(effect, carrying.plan, carrying.state, 'phone')
      if ('ok' in recipients) return recipients
      const twiml = spoken(messages.notice(effect, carrying).text)
      const others = new Set(
        Object.values(carrying.state.pages).flatMap(({ tries }) => tries.flatMap(({ ref }) => ref ?? [])),
      )
      const { callPace: pace, concurrent, call } = line.toMany
      return tellEach(recipients.addresses, carrying, {
        ...{ address: (to) => to, pace, concurrent },
        send: (to, index) => call(carrying, index, { to, twiml }),
        find: (to, sinceMs) => line.lookUp(carrying, (client) => findCall(client, { to, sinceMs, others })),
      })
    },
    async test({ plan, person, ...at }) {
      const to = phoneOf(plan, person)
      if (!to) return NO_PHONE
      return line.call(at, {
        to,
        twiml: spoken(messages.render('test-page', 'voice', testFields(plan, person, at.atMs)).text),
      })
    },
  }
}

/** Said twice: whoever picks up needs a moment to listen. */
function spoken(text: string): string {
  const response = new twilio.twiml.VoiceResponse()
  response.say(text)
  response.pause({ length: 1 })
  response.say(text)
  return response.toString()
}

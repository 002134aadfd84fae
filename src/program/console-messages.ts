/** Sends people their links to the responder console, and the codes that confirm what they do there. */
import type { Carrier, Carrying } from '../adapters/carrier.ts'
import { confirmationCode, RESPOND_PATH, signConsoleLink } from '../adapters/console-credentials.ts'
import type { EmailCarriers } from '../adapters/email/email-carriers.ts'
import { refused } from '../adapters/outcomes.ts'
import { pageCode } from '../adapters/page-credentials.ts'
import type { TwilioCarriers } from '../adapters/twilio/carriers-shape.ts'
import { CONSOLE_LIFETIME_MS } from '../incident/console/limits.ts'
import type { LinkMeans } from '../incident/console/state.ts'
import { confirmationFields, consoleFields } from '../messages/console-fields.ts'
import type { MessageFields } from '../messages/fields.ts'
import type { Messages } from '../messages/messages.ts'
import type { Outcome } from '../plan/core.ts'

export interface ConsoleMessageParts {
  secret: string
  messages: Pick<Messages, 'render'>
  /** Absent: nobody could open a link. */
  publicUrl?: string | undefined
  sms?: { sendOne: TwilioCarriers['sms']['sendOne'] } | undefined
  email?: Pick<EmailCarriers, 'sendOne'> | undefined
}

export interface ConsoleCarriers {
  'send-link': Carrier<'send-link'>
  'send-code': Carrier<'send-code'>
}

export function createConsoleMessages(parts: ConsoleMessageParts): ConsoleCarriers {
  const { secret, messages, publicUrl, sms, email } = parts
  const send = (
    template: string,
    { person, means }: { person: string; means: LinkMeans },
    fields: MessageFields,
    carrying: Carrying,
  ): Promise<Outcome> | Outcome => {
    const { phone, email: address } = carrying.plan.people[person] ?? {}
    if (means === 'sms') {
      if (!sms) return refused('Twilio is not set up.')
      if (!phone) return refused('The plan has no usable telephone number for this person.')
      return sms.sendOne(phone, messages.render(template, 'sms', fields).text, carrying)
    }
    if (!email) return refused('Mail is not set up.')
    if (!address) return refused('The plan has no mail address for this person.')
    return email.sendOne(address, messages.render(template, 'email', fields), carrying)
  }
  return {
    async 'send-link'(effect, carrying) {
      if (publicUrl === undefined) return refused('No link can be made: MUSTER_PUBLIC_URL is not set.')
      const { incident, atMs } = carrying
      const { person, link } = effect
      const untilMs = atMs + CONSOLE_LIFETIME_MS
      const token = signConsoleLink(secret, { incident, person, link }, untilMs)
      const consoleUrl = `${publicUrl}${RESPOND_PATH}/${token}`
      const code = pageCode(secret, incident, person)
      return send('console-link', effect, consoleFields(carrying, person, { consoleUrl, untilMs, code }), carrying)
    },
    async 'send-code'(effect, carrying) {
      const { incident, state } = carrying
      const { person, challenge } = effect
      const thing = state.console.codes[challenge]?.thing ?? ''
      const code = confirmationCode(secret, { incident, person, challenge, thing })
      return send('console-code', effect, confirmationFields(carrying, person, code, challenge), carrying)
    },
  }
}

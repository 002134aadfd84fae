/** Text messages: pages, the question after a silence, what else is asked in an incident, notices and tests. */
import { contactFields } from '../../messages/contact-fields.ts'
import { newsFields } from '../../messages/news-fields.ts'
import { testFields } from '../../messages/page-fields.ts'
import { approvalFields, clockFields, dutyFields } from '../../messages/recovery-fields.ts'
import { lateFields, taskFields, taskTemplate } from '../../messages/task-fields.ts'
import type { Outcome } from '../../plan/core.ts'
import { recipientsOf } from '../audience-recipients.ts'
import { placeOf } from '../console-credentials.ts'
import { approvalCode, contactCode } from '../page-credentials.ts'
import { tellEach } from '../tell-each.ts'
import { statusCallbackUrl } from './callback-urls.ts'
import type { TwilioCarriers, TwilioOptions } from './carriers-shape.ts'
import type { Line } from './line.ts'
import { findMessage } from './look-up.ts'
import { askingFields, callbacksOf, NO_PHONE, NOTHING_TO_DO, phoneOf, type Somebody } from './somebody.ts'

/** Sends to one person, if the plan has a number and there is something to say: what is composed only then. */
type ToPerson = (to: Somebody, compose: () => string | undefined) => Promise<Outcome>

export function createSmsCarriers(options: TwilioOptions, line: Line): TwilioCarriers['sms'] {
  const { messages } = options
  const toPerson: ToPerson = async ({ plan, person, ...at }, compose) => {
    const to = phoneOf(plan, person)
    if (!to) return NO_PHONE
    const body = compose()
    return body === undefined ? NOTHING_TO_DO : line.sendSms(at, { to, body })
  }
  return {
    ...pageCarriers(options, line, toPerson),
    ...incidentCarriers(options, toPerson),
    ...quietCarriers(options, toPerson),
    sendOne: (to, body, at) => line.sendSms(at, { to, body }),
    async notify(effect, carrying) {
      const recipients = recipientsOf(effect, carrying.plan, carrying.state, 'phone')
      if ('ok' in recipients) return recipients
      const { text } = messages.notice(effect, carrying)
      const { smsPace: pace, concurrent, sms } = line.toMany
      return tellEach(recipients.addresses, carrying, {
        ...{ address: (to) => to, pace, concurrent },
        send: (to, index) => sms(carrying, index, { to, body: text }),
        find: (to, sinceMs) => line.lookUp(carrying, (client) => findMessage(client, { to, body: text, sinceMs })),
      })
    },
  }
}

/** What is answered by a code. */
function pageCarriers(options: TwilioOptions, line: Line, toPerson: ToPerson) {
  const { messages } = options
  const callbacks = callbacksOf(options)
  return {
    async page(effect, carrying) {
      const to = phoneOf(carrying.plan, effect.person)
      if (!to) return NO_PHONE
      const { text } = messages.render('page', 'sms', askingFields(options, carrying, effect))
      const link = { incident: carrying.incident, page: effect.page, person: effect.person }
      const statusCallback = callbacks && statusCallbackUrl(callbacks, link, 'sms')
      return line.sendSms(carrying, { to, body: text, ...(statusCallback && { statusCallback }) })
    },
    askAgain: ({ person }, carrying) =>
      toPerson(somebody(person, carrying), () => {
        const fields = askingFields(options, carrying, { level: '', person })
        return messages.render('still-on-it', 'sms', fields).text
      }),
  } satisfies Partial<TwilioCarriers['sms']>
}

/** What else somebody is asked or told in an incident. */
function incidentCarriers(options: TwilioOptions, toPerson: ToPerson) {
  const { messages, secret } = options
  return {
    askApproval: (effect, carrying) =>
      toPerson(somebody(effect.person, carrying), () => {
        const { incident, state } = carrying
        const digest = state.recovery.runs[effect.run]?.digest ?? ''
        const code = approvalCode(secret, incident, effect.run, digest, effect.person)
        return messages.render('approval', 'sms', approvalFields(carrying, effect, { code })).text
      }),
    tellClock: (effect, carrying) =>
      toPerson(somebody(effect.person, carrying), () => {
        const fields = clockFields(carrying, effect, placeOf(options, carrying, effect.person, 'sms'))
        return messages.render('clock', 'sms', fields).text
      }),
    askTask: (effect, carrying) =>
      toPerson(somebody(effect.person, carrying), () => {
        const task = carrying.view.tasks.find(({ id }) => id === effect.task)
        if (task?.state !== 'open') return undefined
        const fields = taskFields(carrying, effect, task, placeOf(options, carrying, effect.person, 'sms'))
        return messages.render(taskTemplate(task), 'sms', fields).text
      }),
    tellNotice: (effect, carrying) =>
      toPerson(somebody(effect.person, carrying), () => {
        const fields = lateFields(carrying, effect, placeOf(options, carrying, effect.person, 'sms'))
        return messages.render('late-notice', 'sms', fields).text
      }),
    tellDuty: (effect, carrying) =>
      toPerson(somebody(effect.person, carrying), () => {
        const fields = dutyFields(carrying, effect, placeOf(options, carrying, effect.person, 'sms'))
        return messages.render('duty', 'sms', fields).text
      }),
  } satisfies Partial<TwilioCarriers['sms']>
}

/** What belongs to no incident. */
function quietCarriers({ messages, secret }: TwilioOptions, toPerson: ToPerson) {
  return {
    tellNews: (effect, carrying) =>
      toPerson(somebody(effect.person, carrying), () => {
        const fields = newsFields(carrying, effect)
        return fields && messages.render('news', 'sms', fields).text
      }),
    askContact: ({ person, round }, carrying) =>
      toPerson(somebody(person, carrying), () => {
        const { plan } = carrying
        const fields = contactFields(plan, person, { code: contactCode(secret, plan.id, round, person) })
        return messages.render('contact', 'sms', fields).text
      }),
    test: (testing) =>
      toPerson(testing, () => {
        const { plan, person, atMs } = testing
        return messages.render('test-page', 'sms', testFields(plan, person, atMs)).text
      }),
  } satisfies Partial<TwilioCarriers['sms']>
}

const somebody = (person: string, { plan, atMs, signal }: Omit<Somebody, 'person'>): Somebody => {
  return { plan, person, atMs, signal }
}

/**
 * Text messages and calls through Twilio: pages, the question after a silence, notices and tests. Promises one request for one message and
 * no number in any reason or detail. That Twilio accepted something says nothing yet: a page awaits its delivery report, by webhook or,
 * where Twilio cannot reach us, by asking.
 */
import twilio from 'twilio'
import type { DeliveryStatus } from '../../incident/effects.ts'
import { contactFields } from '../../messages/contact-fields.ts'
import type { Messages } from '../../messages/messages.ts'
import { newsFields } from '../../messages/news-fields.ts'
import { pageFields, testFields } from '../../messages/page-fields.ts'
import { approvalFields, clockFields, dutyFields } from '../../messages/recovery-fields.ts'
import { lateFields, taskFields, taskTemplate } from '../../messages/task-fields.ts'
import type { Outcome } from '../../plan/core.ts'
import { isE164 } from '../../plan/phone.ts'
import type { Plan } from '../../plan/schema.ts'
import { recipientsOf } from '../audience-recipients.ts'
import type { Carrier } from '../carrier.ts'
import type { Found } from '../deliver-once.ts'
import type { NewsCarrier } from '../news-carrier.ts'
import { refused, type Sending } from '../outcomes.ts'
import { createPace, type Pace, paceWords, type Wall } from '../pace.ts'
import type { PageCarrier, TestCarrier } from '../page-carrying.ts'
import { approvalCode, contactCode, pageCode } from '../page-credentials.ts'
import { tellEach } from '../tell-each.ts'
import { callUrl, statusCallbackUrl } from './callback-urls.ts'
import { callStatus, messageStatus } from './delivery-status.ts'
import { findCall, findMessage } from './look-up.ts'
import { oneCallClient, type TwilioAccount } from './one-call-client.ts'
import { outcomeOfError } from './refusals.ts'

export interface TwilioOptions {
  account: TwilioAccount
  messages: Messages
  /** Of which codes and links are made. */
  secret: string
  /** Where Twilio reaches our webhooks; absent: nobody can press a key, and delivery is asked for instead of reported. */
  webhooksUrl?: string
  /** Where an incident is worked on. */
  incidentUrl?: (incident: string) => string
  /** What each of our numbers may send and call. */
  rates?: { smsPerSecond?: number; callsPerSecond?: number }
  wall?: Wall
}

export interface TwilioCarriers {
  sms: {
    page: PageCarrier
    notify: Carrier<'notify'>
    askAgain: Carrier<'ask-again'>
    askApproval: Carrier<'ask-approval'>
    tellClock: Carrier<'tell-clock'>
    askTask: Carrier<'ask-task'>
    tellNotice: Carrier<'tell-notice'>
    tellDuty: Carrier<'tell-duty'>
    tellNews: NewsCarrier<'tell-news'>
    askContact: NewsCarrier<'ask-contact'>
    /** One text message, at once. */
    sendOne(to: string, body: string, at: Attempt): Promise<Outcome>
    test: TestCarrier
  }
  voice: { page: PageCarrier; notify: Carrier<'notify'>; test: TestCarrier }
  checkDelivery: Carrier<'check-delivery'>
}

/** A text message that has not left Twilio's queue by then is worth nothing any more; the next means has been tried long since. */
const SMS_VALID_SECONDS = 600
/** Messages under way at once for each number: enough for its rate when Twilio is slow. */
const CONCURRENT_PER_SENDER = 5
/** How long a phone rings; a voice mailbox mostly answers after 25 to 30 s. */
const RING_SECONDS = 25

/** Twilio's own for a long number; more is taken and waits in Twilio's queue (twilio.com/docs/messaging/guides/rate-limits). */
const PER_SECOND = 1

type Attempt = { atMs: number; signal: AbortSignal }
type Call = Parameters<ReturnType<typeof twilio>['calls']['create']>[0]
type Message = Parameters<ReturnType<typeof twilio>['messages']['create']>[0]

export function createTwilioCarriers(options: TwilioOptions): TwilioCarriers {
  const { account, messages, secret, webhooksUrl, incidentUrl, rates } = options
  const senders = [account.from, ...(account.alsoFrom ?? [])]
  const paceOf = (what: { one: string; many: string }, perSecond = PER_SECOND) =>
    createPace({
      ...{ senders: senders.length, perSecond, words: paceWords(what, perSecond) },
      ...(options.wall && { wall: options.wall }),
    })
  const smsPace = paceOf({ one: 'text message', many: 'text messages' }, rates?.smsPerSecond)
  const callPace = paceOf({ one: 'call', many: 'calls' }, rates?.callsPerSecond)
  const callbacks = webhooksUrl === undefined ? undefined : { webhooksUrl, secret }

  const attempt = async (
    { atMs, signal }: Attempt,
    act: (client: twilio.Twilio) => Promise<Record<string, unknown>>,
  ): Promise<Sending> => {
    const { client, retryAfter } = oneCallClient(account, signal)
    try {
      return { ok: true, detail: await act(client) }
    } catch (error) {
      return outcomeOfError(error, { atMs, signal, retryAfter: retryAfter() })
    }
  }
  const create = (at: Attempt, message: Message) =>
    attempt(at, async (client) => {
      const sent = await client.messages.create({ validityPeriod: SMS_VALID_SECONDS, ...message })
      return { ref: sent.sid, awaitsReport: true }
    })
  const place = (at: Attempt, what: Call) =>
    attempt(at, async (client) => {
      const placed = await client.calls.create({ timeout: RING_SECONDS, ...what })
      return { ref: placed.sid, awaitsReport: true }
    })
  /** To one person, at once, whatever an audience is being told meanwhile. */
  const sendSms = (at: Attempt, message: Omit<Message, 'from'>) => {
    smsPace.spend(0)
    return create(at, { from: account.from, ...message })
  }
  const call = (at: Attempt, what: Omit<Call, 'from'>) => {
    callPace.spend(0)
    return place(at, { from: account.from, ...what })
  }
  /** What `find` gives as the ledger wants it. */
  const lookUp = async (at: Attempt, find: (client: twilio.Twilio) => Promise<string | undefined>): Promise<Found> => {
    const asked = await attempt(at, async (client) => ({ ref: await find(client) }))
    if (!asked.ok) return asked
    const ref = asked.detail?.ref
    return typeof ref === 'string' ? { ref } : undefined
  }
  const concurrent = CONCURRENT_PER_SENDER * senders.length
  const fromOf = (pace: Pace, index: number) => senders[pace.senderOf(index)] as string
  const askingFields = (about: Parameters<PageCarrier>[1], page: { level: string; person: string }) =>
    pageFields(about, page, about.atMs, {
      code: pageCode(secret, about.incident, page.person),
      incidentUrl: incidentUrl?.(about.incident),
      also: about.alsoFor,
    })

  return {
    sms: {
      async page(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const { text } = messages.render('page', 'sms', askingFields(carrying, effect))
        const link = { incident: carrying.incident, page: effect.page, person: effect.person }
        const statusCallback = callbacks && statusCallbackUrl(callbacks, link, 'sms')
        return sendSms(carrying, { to, body: text, ...(statusCallback && { statusCallback }) })
      },
      async askAgain(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const fields = askingFields(carrying, { level: '', person: effect.person })
        return sendSms(carrying, { to, body: messages.render('still-on-it', 'sms', fields).text })
      },
      async askApproval(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const { incident, state } = carrying
        const digest = state.recovery.runs[effect.run]?.digest ?? ''
        const code = approvalCode(secret, incident, effect.run, digest, effect.person)
        const fields = approvalFields(carrying, effect, { code })
        return sendSms(carrying, { to, body: messages.render('approval', 'sms', fields).text })
      },
      async tellClock(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const fields = clockFields(carrying, effect, incidentUrl?.(carrying.incident))
        return sendSms(carrying, { to, body: messages.render('clock', 'sms', fields).text })
      },
      async askTask(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const task = carrying.view.tasks.find(({ id }) => id === effect.task)
        if (task?.state !== 'open') return NOTHING_TO_DO
        const fields = taskFields(carrying, effect, task, incidentUrl?.(carrying.incident))
        return sendSms(carrying, { to, body: messages.render(taskTemplate(task), 'sms', fields).text })
      },
      async tellNotice(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const fields = lateFields(carrying, effect, incidentUrl?.(carrying.incident))
        return sendSms(carrying, { to, body: messages.render('late-notice', 'sms', fields).text })
      },
      async tellDuty(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const fields = dutyFields(carrying, effect, incidentUrl?.(carrying.incident))
        return sendSms(carrying, { to, body: messages.render('duty', 'sms', fields).text })
      },
      async tellNews(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        const fields = newsFields(carrying, effect)
        return fields ? sendSms(carrying, { to, body: messages.render('news', 'sms', fields).text }) : NOTHING_TO_DO
      },
      async askContact({ person, round }, carrying) {
        const to = phoneOf(carrying.plan, person)
        if (!to) return NO_PHONE
        const fields = contactFields(carrying.plan, person, {
          code: contactCode(secret, carrying.plan.id, round, person),
        })
        return sendSms(carrying, { to, body: messages.render('contact', 'sms', fields).text })
      },
      sendOne: (to, body, at) => sendSms(at, { to, body }),
      async notify(effect, carrying) {
        const recipients = recipientsOf(effect, carrying.plan, carrying.state, 'phone')
        if ('ok' in recipients) return recipients
        const { text } = messages.notice(effect, carrying)
        return tellEach(recipients.addresses, carrying, {
          ...{ address: (to) => to, pace: smsPace, concurrent },
          send: (to, index) => create(carrying, { from: fromOf(smsPace, index), to, body: text }),
          find: (to, sinceMs) => lookUp(carrying, (client) => findMessage(client, { to, body: text, sinceMs })),
        })
      },
      async test({ plan, person, ...at }) {
        const to = phoneOf(plan, person)
        if (!to) return NO_PHONE
        return sendSms(at, { to, body: messages.render('test-page', 'sms', testFields(plan, person, at.atMs)).text })
      },
    },

    voice: {
      async page(effect, carrying) {
        const to = phoneOf(carrying.plan, effect.person)
        if (!to) return NO_PHONE
        if (!callbacks) {
          const { text } = messages.render('page', 'voice', askingFields(carrying, effect))
          return call(carrying, { to, twiml: spoken(`${text} ${NO_KEYS}`) })
        }
        const link = { incident: carrying.incident, page: effect.page, person: effect.person }
        return call(carrying, {
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
        return tellEach(recipients.addresses, carrying, {
          ...{ address: (to) => to, pace: callPace, concurrent },
          send: (to, index) => place(carrying, { from: fromOf(callPace, index), to, twiml }),
          find: (to, sinceMs) => lookUp(carrying, (client) => findCall(client, { to, sinceMs, others })),
        })
      },
      async test({ plan, person, ...at }) {
        const to = phoneOf(plan, person)
        if (!to) return NO_PHONE
        return call(at, {
          to,
          twiml: spoken(messages.render('test-page', 'voice', testFields(plan, person, at.atMs)).text),
        })
      },
    },

    async checkDelivery({ means, ref, page }, carrying) {
      if (means !== 'sms' && means !== 'voice') return refused(`Twilio knows nothing of messages by ${means}.`)
      return attempt(carrying, async (client) => {
        if (means === 'sms') return settled(messageStatus((await client.messages(ref).fetch()).status))
        const { status } = await client.calls(ref).fetch()
        return settled(callStatus(status, carrying.state.pages[page], callbacks !== undefined))
      })
    },
  }
}

/** A detail without a status: it is not settled yet. */
const settled = (status: DeliveryStatus | undefined) => (status ? { status } : {})

const NOTHING_TO_DO = refused('It has been done meanwhile, or is no longer needed.')
const NO_PHONE = refused('The plan has no usable telephone number for this person.')

function phoneOf(plan: Plan, person: string): string | undefined {
  const phone = plan.people[person]?.phone
  return phone !== undefined && isE164(phone) ? phone : undefined
}

const NO_KEYS = 'Please acknowledge in Slack or by answering the text message.'

/** Said twice: whoever picks up needs a moment to listen. */
function spoken(text: string): string {
  const response = new twilio.twiml.VoiceResponse()
  response.say(text)
  response.pause({ length: 1 })
  response.say(text)
  return response.toString()
}

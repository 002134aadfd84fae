/**
 * Mail: pages with a signed link, the question after a silence, notices and tests. Promises one mail for each recipient, text and HTML, and no
 * address in any reason or detail. A server that accepts a mail may still lose it: mail awaits no report, which is why it comes last in
 * the order of means.
 */
import { createTransport } from 'nodemailer'
import { contactFields } from '../../messages/contact-fields.ts'
import type { Messages, Rendered } from '../../messages/messages.ts'
import { newsFields } from '../../messages/news-fields.ts'
import { pageFields, testFields } from '../../messages/page-fields.ts'
import { approvalFields, clockFields, dutyFields } from '../../messages/recovery-fields.ts'
import { lateFields, taskFields, taskTemplate } from '../../messages/task-fields.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import { recipientsOf } from '../audience-recipients.ts'
import type { Carrier } from '../carrier.ts'
import { placeOf } from '../console-credentials.ts'
import type { NewsCarrier } from '../news-carrier.ts'
import { refused, type Sending, timedOut } from '../outcomes.ts'
import type { PageCarrier, PageCarrying, TestCarrier } from '../page-carrying.ts'
import { approvalCode, signLink } from '../page-credentials.ts'
import { within } from '../within.ts'
import { type Mail, messageOf, signingWith } from './mail-message.ts'
import { createMailOut, type MailOut, type MailOutOptions, SILENCE_MAX_MS } from './mail-out.ts'
import { outcomeOfError } from './smtp-errors.ts'

export interface EmailOptions extends MailOutOptions {
  messages: Messages
  /** Of which links are made. */
  secret: string
  /** Where `/a/TOKEN` is served; absent: mail says how to answer otherwise. */
  webhooksUrl?: string
  /** Where the console is served; absent: no link is given. */
  publicUrl?: string
}

export interface EmailCarriers {
  page: PageCarrier
  askAgain: Carrier<'ask-again'>
  askApproval: Carrier<'ask-approval'>
  tellClock: Carrier<'tell-clock'>
  askTask: Carrier<'ask-task'>
  tellNotice: Carrier<'tell-notice'>
  tellDuty: Carrier<'tell-duty'>
  tellNews: NewsCarrier<'tell-news'>
  askContact: NewsCarrier<'ask-contact'>
  notify: Carrier<'notify'>
  /** One mail to each of many, each once over all attempts of an effect. */
  mailOut: MailOut
  /** One mail to one person. */
  sendOne(to: string, rendered: Rendered, at: { signal: AbortSignal; atMs: number }): Promise<Outcome>
  test: TestCarrier
}

/** A link in a mail can be used so long, by the program's clock. */
const ANSWER_LINK_LIFETIME_MS = 24 * 3_600_000

/** A contact test can be confirmed for so long. */
const CONTACT_LINK_LIFETIME_MS = 90 * 24 * 3_600_000

/** Writes to one person, if the plan has an address and there is something to say: what is composed only then. */
type ToPerson = (
  to: { plan: Plan; person: string; atMs: number; signal: AbortSignal; urgent: boolean },
  compose: () => Rendered | undefined,
) => Promise<Outcome>

export function createEmailCarriers(options: EmailOptions): EmailCarriers {
  const { messages } = options
  const mailOut = createMailOut(options)
  const send = (mail: Mail, at: { signal: AbortSignal; atMs: number }) => sendMail(options, mail, at)
  const toPerson: ToPerson = async ({ plan, person, urgent, ...at }, compose) => {
    const to = plan.people[person]?.email
    if (!to) return NO_ADDRESS
    const rendered = compose()
    return rendered ? send({ to, rendered, urgent }, at) : NOTHING_TO_DO
  }
  return {
    ...pageCarriers(options, toPerson),
    ...incidentCarriers(options, toPerson),
    ...quietCarriers(options, toPerson),
    mailOut,
    sendOne: (to, rendered, at) => send({ to, rendered, urgent: false }, at),
    async notify(effect, carrying) {
      const recipients = recipientsOf(effect, carrying.plan, carrying.state, 'email')
      if ('ok' in recipients) return recipients
      const rendered = messages.notice(effect, carrying)
      return mailOut(
        recipients.addresses.map((address) => ({ address })),
        rendered,
        { carrying },
      )
    },
  }
}

/** A connection for each mail: one kept open may have died unnoticed, and a page cannot wait to find out. */
async function sendMail(
  options: EmailOptions,
  mail: Mail,
  { signal, atMs }: { signal: AbortSignal; atMs: number },
): Promise<Sending> {
  const transport = createTransport({
    url: options.url,
    connectionTimeout: SILENCE_MAX_MS,
    greetingTimeout: SILENCE_MAX_MS,
    socketTimeout: SILENCE_MAX_MS,
    ...signingWith(options.dkim),
  })
  try {
    await within(signal, transport.sendMail(messageOf(mail, options)), () => transport.close())
    return { ok: true, detail: {} }
  } catch (error) {
    return signal.aborted ? timedOut('The mail server') : outcomeOfError(error, atMs)
  } finally {
    transport.close()
  }
}

/** What is answered by a link in the mail. */
function pageCarriers(options: EmailOptions, toPerson: ToPerson) {
  const { messages, secret, webhooksUrl } = options
  const fieldsFor = (carrying: PageCarrying, page: { page: string; level: string; person: string }) => {
    const { incident, atMs, alsoFor } = carrying
    const link = { incident, page: page.page, person: page.person }
    const token = webhooksUrl && signLink(secret, 'answer', link, atMs + ANSWER_LINK_LIFETIME_MS)
    return pageFields(carrying, page, atMs, {
      answerUrl: token ? `${webhooksUrl}/a/${token}` : undefined,
      incidentUrl: placeOf(options, carrying, page.person, 'email'),
      also: alsoFor,
    })
  }
  return {
    page: (effect, carrying) =>
      toPerson(urgently(effect, carrying), () => messages.render('page', 'email', fieldsFor(carrying, effect))),
    askAgain: (effect, carrying) =>
      toPerson(urgently(effect, carrying), () =>
        messages.render('still-on-it', 'email', fieldsFor(carrying, { page: '', level: '', person: effect.person })),
      ),
  } satisfies Partial<EmailCarriers>
}

/** What else somebody is asked or told in an incident. */
function incidentCarriers(options: EmailOptions, toPerson: ToPerson) {
  const { messages, secret } = options
  return {
    askApproval: (effect, carrying) =>
      toPerson(urgently(effect, carrying), () => {
        const { incident, state } = carrying
        const digest = state.recovery.runs[effect.run]?.digest ?? ''
        const code = approvalCode(secret, incident, effect.run, digest, effect.person)
        const fields = approvalFields(carrying, effect, {
          code,
          incidentUrl: placeOf(options, carrying, effect.person, 'email'),
        })
        return messages.render('approval', 'email', fields)
      }),
    tellClock: (effect, carrying) =>
      toPerson(urgently(effect, carrying), () =>
        messages.render(
          'clock',
          'email',
          clockFields(carrying, effect, placeOf(options, carrying, effect.person, 'email')),
        ),
      ),
    askTask: (effect, carrying) =>
      toPerson(urgently(effect, carrying), () => {
        const task = carrying.view.tasks.find(({ id }) => id === effect.task)
        if (task?.state !== 'open') return undefined
        const fields = taskFields(carrying, effect, task, placeOf(options, carrying, effect.person, 'email'))
        return messages.render(taskTemplate(task), 'email', fields)
      }),
    tellNotice: (effect, carrying) =>
      toPerson(urgently(effect, carrying), () =>
        messages.render(
          'late-notice',
          'email',
          lateFields(carrying, effect, placeOf(options, carrying, effect.person, 'email')),
        ),
      ),
    tellDuty: (effect, carrying) =>
      toPerson(urgently(effect, carrying), () =>
        messages.render(
          'duty',
          'email',
          dutyFields(carrying, effect, placeOf(options, carrying, effect.person, 'email')),
        ),
      ),
  } satisfies Partial<EmailCarriers>
}

/** What wakes nobody. */
function quietCarriers({ messages, secret, webhooksUrl }: EmailOptions, toPerson: ToPerson) {
  return {
    tellNews: (effect, carrying) =>
      toPerson(quietly(effect, carrying), () => {
        const fields = newsFields(carrying, effect)
        return fields && messages.render('news', 'email', fields)
      }),
    askContact: (effect, carrying) =>
      toPerson(quietly(effect, carrying), () => {
        const { plan, atMs } = carrying
        const { person, round } = effect
        const link = { incident: plan.id, page: String(round), person }
        const token = webhooksUrl && signLink(secret, 'contact', link, atMs + CONTACT_LINK_LIFETIME_MS)
        const fields = contactFields(plan, person, { reachedUrl: token ? `${webhooksUrl}/c/${token}` : undefined })
        return messages.render('contact', 'email', fields)
      }),
    test: (testing) =>
      toPerson({ ...testing, urgent: false }, () =>
        messages.render('test-page', 'email', testFields(testing.plan, testing.person, testing.atMs)),
      ),
  } satisfies Partial<EmailCarriers>
}

type At = { plan: Plan; atMs: number; signal: AbortSignal }
const urgently = ({ person }: { person: string }, { plan, atMs, signal }: At) => {
  return { plan, person, atMs, signal, urgent: true }
}
const quietly = (effect: { person: string }, at: At) => ({ ...urgently(effect, at), urgent: false })

const NOTHING_TO_DO = refused('It has been done meanwhile, or is no longer needed.')
const NO_ADDRESS = refused('The plan has no mail address for this person.')

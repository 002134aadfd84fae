/**
 * One mail to each of many recipients, over a few connections that are kept for the attempt: opening one for each would take longer than the
 * mails, and servers count connections. No server can be asked what it has taken, so a mail of which nobody knows whether it went out is
 * sent again with the same Message-ID, by which mail programs know it as the one that they have.
 */
import { createTransport } from 'nodemailer'
import type { Rendered } from '../../messages/messages.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Carrying } from '../carrier.ts'
import { type Sending, timedOut } from '../outcomes.ts'
import { createPace, type Wall } from '../pace.ts'
import { tellEach } from '../tell-each.ts'
import { within } from '../within.ts'
import { type Dkim, messageOf, type Sender, signingWith } from './mail-message.ts'
import { outcomeOfError } from './smtp-errors.ts'

export interface MailOutOptions extends Sender {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  url: string
  dkim?: Dkim
  /** Mails a second, to all recipients together; default 10. */
  perSecond?: number
  wall?: Wall
}

export interface MailRecipient {
  address: string
  /** Takes them off the list, by POST and without a question (RFC 8058); absent: they are on no list. */
  unsubscribeUrl?: string
}

type MailOutAttempt = Pick<Carrying, 'incident' | 'obligation' | 'ledger' | 'atMs' | 'before' | 'closing' | 'signal'>

/**
 * @param rendered the same for all, or for each.
 * @param about `carrying.obligation` names the message in the ledger: an effect that is owed again and again under one id adds what tells its
 * messages apart, such as a version, or the second would count as told.
 * @returns as `tellEach` does: a success or failure with a summary as its detail.
 */
export type MailOut = (
  recipients: readonly MailRecipient[],
  rendered: Rendered | ((recipient: MailRecipient) => Rendered),
  about: { carrying: MailOutAttempt },
) => Promise<Outcome>

/** Many servers allow no more from one address. */
const CONNECTIONS_MAX = 5
const PER_SECOND = 10
/** A server that is silent for so long does not answer in an attempt's time. */
export const SILENCE_MAX_MS = 10_000
/** Greylisting (450, 451) lifts after minutes; asked again at once it begins anew at some servers. */
const PATIENCE_MS = 60_000

export function createMailOut({ url, dkim, perSecond = PER_SECOND, wall, from, replyTo }: MailOutOptions): MailOut {
  const sender = { from, ...(replyTo !== undefined && { replyTo }) }
  const words = perSecond === 1 ? 'one mail a second' : `${perSecond} mails a second`
  const pace = createPace({ senders: 1, perSecond, words, ...(wall && { wall }) })
  return async (recipients, rendered, { carrying }) => {
    const { signal } = carrying
    const transport = createTransport({
      url,
      pool: true,
      maxConnections: CONNECTIONS_MAX,
      // Repeating is ours: what died in mid-mail is in the ledger as such.
      maxRequeues: 0,
      connectionTimeout: SILENCE_MAX_MS,
      greetingTimeout: SILENCE_MAX_MS,
      socketTimeout: SILENCE_MAX_MS,
      ...signingWith(dkim),
    })
    const send = async (to: MailRecipient, key: string): Promise<Sending> => {
      const { address, unsubscribeUrl } = to
      const text = typeof rendered === 'function' ? rendered(to) : rendered
      const mail = { to: address, rendered: text, key, urgent: false, ...(unsubscribeUrl && { unsubscribeUrl }) }
      try {
        await within(signal, transport.sendMail(messageOf(mail, sender)), () => transport.close())
        return { ok: true, detail: {} }
      } catch (error) {
        return signal.aborted ? timedOut('The mail server') : outcomeOfError(error, carrying.atMs)
      }
    }
    try {
      return await tellEach(recipients, carrying, {
        address: ({ address }) => address,
        send: (to, _index, { recipient }) => send(to, recipient),
        ...{ pace, concurrent: CONNECTIONS_MAX, patienceMs: PATIENCE_MS },
      })
    } finally {
      transport.close()
    }
  }
}

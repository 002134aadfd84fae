/**
 * The mail that asks to confirm a subscription to the status page: one mail, in the words of the template, and nothing in it that whoever asked has
 * typed, so that it is no use to those who want to send mail through us.
 */
import { createTransport } from 'nodemailer'
import type { Rendered } from '../messages/messages.ts'
import { type Dkim, messageOf, type Sender, signingWith } from './email/mail-message.ts'
import { SILENCE_MAX_MS } from './email/mail-out.ts'

export interface ConfirmationMailOptions extends Sender {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  url: string
  dkim?: Dkim
}

/** @throws the mail server's error. */
export async function sendConfirmationMail(options: ConfirmationMailOptions, to: string, rendered: Rendered) {
  const { url, dkim, from, replyTo } = options
  const transport = createTransport({
    url,
    connectionTimeout: SILENCE_MAX_MS,
    greetingTimeout: SILENCE_MAX_MS,
    socketTimeout: SILENCE_MAX_MS,
    ...signingWith(dkim),
  })
  try {
    const sender = { from, ...(replyTo !== undefined && { replyTo }) }
    await transport.sendMail(messageOf({ to, rendered, urgent: false }, sender))
  } finally {
    transport.close()
  }
}

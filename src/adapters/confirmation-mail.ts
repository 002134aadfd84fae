/** The mail that asks to confirm a subscription to the status page. Promises one mail and no more words than are needed, so that it is no use to whoever wants to send mail through us. */
import { createTransport } from 'nodemailer'

export interface ConfirmationMailOptions {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  url: string
  from: string
  replyTo?: string
}

export interface Confirmation {
  address: string
  /** Page with the button. */
  url: string
  /** Whose status, as the public knows it. */
  name: string
}

/** A server that is silent for so long does not answer. */
const SILENCE_MAX_MS = 10_000

/** @throws the mail server's error. */
export async function sendConfirmationMail(options: ConfirmationMailOptions, { address, url, name }: Confirmation) {
  const transport = createTransport({
    url: options.url,
    connectionTimeout: SILENCE_MAX_MS,
    greetingTimeout: SILENCE_MAX_MS,
    socketTimeout: SILENCE_MAX_MS,
  })
  const asked = `Somebody, probably you, wants status updates of ${name} to be sent to this address.`
  const otherwise = 'If it was not you, do nothing: nothing more is sent to you, and the link runs out in two days.'
  try {
    await transport.sendMail({
      from: options.from,
      // As one address, whatever it looks like.
      to: { name: '', address },
      subject: `Confirm your subscription: ${name} status`,
      text: `${asked}\n\nConfirm it here:\n${url}\n\n${otherwise}\n`,
      ...(options.replyTo !== undefined && { replyTo: options.replyTo }),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
  } finally {
    transport.close()
  }
}

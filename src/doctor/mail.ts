/** The mail server is there, offers what the address asks for, and takes our login. No mail is sent. */
import { createTransport } from 'nodemailer'
import { outcomeOfError } from '../adapters/email/smtp-errors.ts'
import { within } from '../adapters/within.ts'
import { type Check, error, ok, skipped } from './finding.ts'

const SILENCE_MAX_MS = 10_000

export const mail: Check = {
  name: 'mail',
  group: 'Mail',
  async run({ settings: { email } }, signal) {
    if (!email) return [mailIsOff]
    const timeouts = {
      connectionTimeout: SILENCE_MAX_MS,
      greetingTimeout: SILENCE_MAX_MS,
      socketTimeout: SILENCE_MAX_MS,
    }
    const transport = createTransport({ url: email.url, ...timeouts })
    try {
      await within(signal, transport.verify(), () => transport.close())
      return [ok(`The mail server ${new URL(email.url).host} takes our mail, sent as ${email.from}`)]
    } catch (cause) {
      signal.throwIfAborted()
      const outcome = outcomeOfError(cause, 0)
      const isLogin = (cause as { code?: unknown }).code === 'EAUTH'
      const remedy = isLogin
        ? 'Correct user and password in SMTP_URL, with special characters as %XX.'
        : 'Correct host and port in SMTP_URL (smtps:// for port 465, smtp:// for 587), and let this machine reach them.'
      return [error('The mail server does not take our mail', outcome.ok ? '' : (outcome.reason ?? ''), remedy)]
    } finally {
      transport.close()
    }
  },
}

const mailIsOff = skipped(
  'Mail is off',
  'Audiences that are told by mail are not told, and the last means of a page is missing.',
  'Set SMTP_URL and MAIL_FROM.',
)

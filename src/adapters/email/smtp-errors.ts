/**
 * What a mail server's refusal means. SMTP says it itself: 4xx is temporary, 5xx is for good (RFC 5321, section 4.2.1). Reasons hold the
 * code alone, because servers like to repeat the address in their text.
 */
import { type Failure, failed, limited, refused, unreachable } from '../outcomes.ts'

/** nodemailer's own codes (https://nodemailer.com/errors) for what is wrong with the server or our access to it, and not with a recipient. */
const OF_THE_SERVER: Record<string, string> = {
  EAUTH: 'The mail server does not accept our credentials',
  ETLS: 'The mail server offers no safe connection',
}

/** Commands at which a server speaks of the recipient or of the mail itself; what it says before is about us. */
const ABOUT_THE_MAIL: readonly unknown[] = ['RCPT TO', 'DATA']
/** Somebody has to put the server right: asked again at once it says the same. */
const PATIENCE_MS = 60_000

/** @param nowMs the program's clock: when the server itself refuses us, nobody is tried before a minute from then. */
export function outcomeOfError(error: unknown, nowMs: number): Failure {
  const { code, command, responseCode } = error as { code?: unknown; command?: unknown; responseCode?: unknown }
  const server = OF_THE_SERVER[String(code)]
  if (server)
    return limited(`${server}${typeof responseCode === 'number' ? ` (${responseCode})` : ''}.`, nowMs + PATIENCE_MS)
  if (code === 'EENVELOPE' && typeof responseCode !== 'number') return refused('The mail address is not valid.')
  if (typeof responseCode !== 'number') return unreachable('The mail server', error)
  if (responseCode < 500) return failed(`The mail server refused the mail for now (${responseCode}).`)
  return ABOUT_THE_MAIL.includes(command) || code === 'EENVELOPE'
    ? refused(`The mail server refused the mail for good (${responseCode}).`)
    : limited(`The mail server refuses us (${responseCode}).`, nowMs + PATIENCE_MS)
}

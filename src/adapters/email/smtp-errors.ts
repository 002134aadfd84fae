/**
 * What a mail server's refusal means. SMTP says it itself: 4xx is temporary, 5xx is for good (RFC 5321, section 4.2.1). Reasons hold the
 * code alone, because servers like to repeat the address in their text.
 */
import { type Failure, failed, refused, unreachable } from '../outcomes.ts'

/** nodemailer's own codes: https://nodemailer.com/errors */
const OF_THE_CLIENT: Record<string, string> = {
  EAUTH: 'The mail server does not accept our credentials',
  ETLS: 'The mail server offers no safe connection',
  EENVELOPE: 'The mail address is not valid',
}

export function outcomeOfError(error: unknown): Failure {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  if (typeof responseCode === 'number') {
    if (code === 'EAUTH' && responseCode >= 500) return refused(`${OF_THE_CLIENT.EAUTH} (${responseCode}).`)
    return responseCode >= 500
      ? refused(`The mail server refused the mail for good (${responseCode}).`)
      : failed(`The mail server refused the mail for now (${responseCode}).`)
  }
  const known = OF_THE_CLIENT[String(code)]
  return known ? refused(`${known}.`) : unreachable('The mail server', error)
}

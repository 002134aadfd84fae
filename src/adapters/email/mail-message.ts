/** A mail as nodemailer takes it, and what all mails of ours have in common. */
import type { Rendered } from '../../messages/messages.ts'

/** The key by which mails are signed, so that others can tell that they are from this domain (RFC 6376). */
export interface Dkim {
  domain: string
  selector: string
  /** PEM. */
  privateKey: string
}

export interface Sender {
  from: string
  /** Where answers go, when not to `from`. */
  replyTo?: string
}

export interface Mail {
  to: string
  rendered: Rendered
  /** Unique to this message and recipient. Same key, same Message-ID: most programs show a mail that is sent again once. */
  key?: string
  urgent: boolean
  /** Takes this recipient off the list, by POST and without a question (RFC 8058). */
  unsubscribeUrl?: string
}

/** Never asks for an automatic answer: an absence note in reply to a page would only be noise. */
export function messageOf({ to, rendered, key, urgent, unsubscribeUrl }: Mail, { from, replyTo }: Sender) {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    from,
    to,
    subject: rendered.subject ?? '',
    text: rendered.text,
    ...(rendered.html !== undefined && { html: rendered.html }),
    ...(replyTo !== undefined && { replyTo }),
    ...(key !== undefined && { messageId: `<${key}@${domain}>` }),
    ...(urgent && { priority: 'high' as const }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(unsubscribeUrl !== undefined && {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  }
}

/** RFC 8058 wants both headers of an unsubscription among those that are signed; the rest is what nodemailer signs by itself. */
const SIGNED_HEADERS =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Unsubscribe:List-Unsubscribe-Post'

export const signingWith = (dkim: Dkim | undefined) =>
  dkim && {
    dkim: {
      domainName: dkim.domain,
      keySelector: dkim.selector,
      privateKey: dkim.privateKey,
      headerFieldNames: SIGNED_HEADERS,
    },
  }

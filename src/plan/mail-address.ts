/** Mail addresses that a mail can be sent to. Promises form only: whether anybody reads it, a test page tells. */

/** One address without a display name; narrower than RFC 5321 allows (no quotes, no bare host), as addresses in plans are. */
const MAIL_ADDRESS = /^[^\s@<>()[\]",;:\\]+@[a-z0-9\u0080-\uffff-]+(?:\.[a-z0-9\u0080-\uffff-]+)+$/i

/** True for an address such as ops@example.com. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && MAIL_ADDRESS.test(text)
}

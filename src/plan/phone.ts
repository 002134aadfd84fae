/** Telephone numbers that a message or a call can be sent to. Promises form only: whether anybody answers, a test page tells. */

/** International numbers have a plus sign, no zero in front and at most fifteen digits (ITU-T E.164). */
const E164 = /^\+[1-9]\d{6,14}$/

/** Country code 1 always has ten digits behind it (North American Numbering Plan); examples such as +1-555-0123 do not. */
const NORTH_AMERICA = /^\+1\d{10}$/

/** True for a number in E.164 form without separators, such as +14155550100. */
export function isE164(phone: string): boolean {
  return E164.test(phone) && (!phone.startsWith('+1') || NORTH_AMERICA.test(phone))
}

/** The number without the separators that people write; not necessarily a right one. */
export function bareNumber(phone: string): string {
  return phone.replace(/[\s().\-/]/g, '')
}

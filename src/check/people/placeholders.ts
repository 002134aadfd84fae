/** What stands where a name or an address is still to be written. Promises to know only what can be nobody's: marks, and what is reserved for examples. */

const NAMES: readonly RegExp[] = [
  /\(placeholder\)/i,
  /^\W*placeholder\W*$/i,
  /^\[.*\]$/,
  /^<.*>$/,
  /^(?:tbd|tba|n\/a|to be (?:named|defined|decided|determined))\b/i,
  /^(?:x{3,}|\?+|-+|\.{2,}|_+)$/i,
]

/** Reserved for examples and tests by RFC 2606 and 6761: no mail ever arrives there. */
const DOMAINS = /(?:@|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$/i

/** Of the addresses that the sandbox gives its people: there, its own mailbox and telephones take what is sent. */
export const SANDBOX_DOMAIN = 'sandbox.example'

/** Numbers that the North American plan keeps for fiction: 555-0100 to 555-0199 of every area. */
const FICTION = /^\+1\d{3}55501\d{2}$/

export const isPlaceholderName = (name: string): boolean => NAMES.some((pattern) => pattern.test(name.trim()))

export const isSandboxMail = (address: string): boolean => address.trim().endsWith(`@${SANDBOX_DOMAIN}`)

export const isPlaceholderMail = (address: string): boolean => DOMAINS.test(address.trim()) && !isSandboxMail(address)

/** What of an address is reserved: `.example`, `example.com`. */
export const domainOf = (address: string): string =>
  /(?:@|\.)((?:example\.)?[a-z]+)$/i.exec(address.trim())?.[1]?.replace(/^(?=[a-z]+$)/i, '.') ?? ''

/** @param bare without separators, as `bareNumber` gives it. */
export const isPlaceholderPhone = (bare: string): boolean => FICTION.test(bare)

/** The name without its mark, as people call it. */
export const withoutMark = (name: string): string => name.replace(/\s*\(placeholder\)\s*/i, '').trim()

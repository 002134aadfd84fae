/**
 * What lets somebody answer a page without signing in: a short code to be sent back by text message, and signed links. Both are computed
 * from one secret, so that every replica knows them and nothing is stored. A code alone is weak on purpose (a person types it at 3 a.m.):
 * whoever accepts one also checks whose telephone it came from. A link is as good as the person it was made for; it runs out by the
 * program's clock.
 */
import { createHmac } from 'node:crypto'
import { sameSecret } from './same-secret.ts'

/** No 0 and O, no 1, I and L: they are told apart neither on a small screen nor over the phone. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const CODE_LENGTH = 5

/** The code by which `person` answers for `incident`: always the same, so that every message about it names the same one. */
export const pageCode = (secret: string, incident: string, person: string): string =>
  shortCode(mac(secret, 'page-code', [incident, person]), CODE_LENGTH)

/** Longer than a page's, so that neither is ever taken for the other, and because more hangs on it. */
export const APPROVAL_CODE_LENGTH = 7

/**
 * The code by which `person` approves one run of one incident, and nothing else: the digest of what runs is part of it, so that it is worth
 * nothing once that has changed.
 */
export const approvalCode = (secret: string, incident: string, run: string, digest: string, person: string): string =>
  shortCode(mac(secret, 'approval-code', [incident, run, digest, person]), APPROVAL_CODE_LENGTH)

/** Between the two in length, for the same reason. */
export const CONTACT_CODE_LENGTH = 6

/** The code by which `person` confirms in one round that a text message reached them. */
export const contactCode = (secret: string, planId: string, round: number, person: string): string =>
  shortCode(mac(secret, 'contact-code', [planId, String(round), person]), CONTACT_CODE_LENGTH)

function shortCode(digest: Buffer, length: number): string {
  let number = digest.readBigUInt64BE()
  let code = ''
  for (let at = 0; at < length; at++) {
    code += CODE_ALPHABET[Number(number % BigInt(CODE_ALPHABET.length))]
    number /= BigInt(CODE_ALPHABET.length)
  }
  return code
}

/** What a link is good for: one made for one purpose is worthless for another. */
export type LinkPurpose = 'answer' | 'call' | 'contact' | 'console-session'

export interface PageLink {
  /** For `contact`: the plan. */
  incident: string
  /** The page's id; for `contact`: the round. */
  page: string
  person: string
}

export type VerifiedLink = { ok: true; link: PageLink } | { ok: false; why: 'forged' | 'expired' }

/** A token that fits into a path or query. `expiresAtMs` is by the program's clock. */
export function signLink(secret: string, purpose: LinkPurpose, link: PageLink, expiresAtMs: number): string {
  const claims = [link.incident, link.page, link.person, expiresAtMs]
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${body}.${mac(secret, purpose, [body]).toString('base64url')}`
}

export function verifyLink(secret: string, purpose: LinkPurpose, token: string, nowMs: number): VerifiedLink {
  const [body = '', signature = '', ...rest] = token.split('.')
  const expected = mac(secret, purpose, [body])
  const given = Buffer.from(signature, 'base64url')
  if (rest.length > 0 || !sameSecret(given, expected)) {
    return { ok: false, why: 'forged' }
  }
  const [incident, page, person, expiresAtMs] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
    string,
    string,
    string,
    number,
  ]
  return nowMs > expiresAtMs ? { ok: false, why: 'expired' } : { ok: true, link: { incident, page, person } }
}

/** The parts are joined by a character that none of them can hold, so that no two lists of parts look the same. */
export const mac = (secret: string, purpose: string, parts: string[]) =>
  createHmac('sha256', secret)
    .update([purpose, ...parts].join('\0'))
    .digest()

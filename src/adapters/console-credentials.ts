/**
 * What opens the responder console: the link that somebody is sent, the session that it is exchanged for, and the six digits that confirm what they are about to do. All
 * three are computed from Muster's secret, so that every replica knows them and nothing is stored.
 */
import { createHmac } from 'node:crypto'
import { type PageLink, signLink, verifyLink } from './page-credentials.ts'
import { sameSecret } from './same-secret.ts'

/** Where the console of responders is served, below the public URL. */
export const RESPOND_PATH = '/respond'

/** `link`: which of a person's links it is (src/incident/console/state.ts). */
export interface ConsoleLink {
  incident: string
  person: string
  link: string
}

type Verified = { ok: true; link: ConsoleLink } | { ok: false; why: 'forged' | 'expired' }

const asPage = ({ incident, person, link }: ConsoleLink): PageLink => ({ incident, person, page: link })

function verified(result: ReturnType<typeof verifyLink>): Verified {
  if (!result.ok) return result
  const { incident, person, page } = result.link
  return { ok: true, link: { incident, person, link: page } }
}

export const signConsoleLink = (secret: string, link: ConsoleLink, expiresAtMs: number): string =>
  signLink(secret, 'console', asPage(link), expiresAtMs)
export const verifyConsoleLink = (secret: string, token: string, nowMs: number): Verified =>
  verified(verifyLink(secret, 'console', token, nowMs))

export const signSession = (secret: string, link: ConsoleLink, expiresAtMs: number): string =>
  signLink(secret, 'console-session', asPage(link), expiresAtMs)
export const verifySession = (secret: string, token: string, nowMs: number): Verified =>
  verified(verifyLink(secret, 'console-session', token, nowMs))

const DIGITS = 6

/** The digits that confirm one thing, asked for once, by one person. */
export function confirmationCode(
  secret: string,
  about: { incident: string; person: string; challenge: string; thing: string },
): string {
  const parts = ['console-code', about.incident, about.person, about.challenge, about.thing]
  const number = createHmac('sha256', secret).update(parts.join('\0')).digest().readBigUInt64BE()
  return String(number % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0')
}

/** Takes as long whatever was typed. Blanks that people put between digits do not count. */
export function isCode(typed: string, expected: string): boolean {
  return sameSecret(typed.replace(/\s/g, ''), expected)
}

/**
 * What opens the responder console: the link that somebody is sent, the session that it is exchanged for, and the six digits that confirm what they are about to do. All
 * three are computed from Muster's secret, so that every replica knows them and nothing is stored.
 */
import { createHmac } from 'node:crypto'
import { CONSOLE_LIFETIME_MS } from '../incident/console/limits.ts'
import { type LinkMeans, linkName } from '../incident/console/state.ts'
import type { IncidentState } from '../incident/state.ts'
import { mac, type PageLink, signLink, verifyLink } from './page-credentials.ts'
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

/**
 * A link stands in text messages, of which 160 characters arrive in one piece. So it names the incident without `DR-`, which of somebody's links it is (`m1s` for `moved-1-sms`) and
 * when it ends (seconds, base 36), and nobody: whose it is, is whose signature fits. The signature, 96 bits of it, stands in the middle, for programs that make links of text leave a
 * hyphen at the end out.
 */
export function signConsoleLink(secret: string, { incident, person, link }: ConsoleLink, expiresAtMs: number): string {
  const until = Math.floor(expiresAtMs / 1_000).toString(36)
  return [incident.replace(INCIDENT, ''), signed(secret, [incident, person, link, until]), shortName(link), until].join(
    '.',
  )
}

/** The incident that a link says it is for; nothing is proven by that. */
export const incidentOfLink = (token: string): string | undefined => readLink(token)?.incident

/** @param people of the incident's plan, by their ids. */
export function verifyConsoleLink(secret: string, token: string, nowMs: number, people: readonly string[]): Verified {
  const read = readLink(token)
  if (!read) return { ok: false, why: 'forged' }
  const { incident, link, until, signature } = read
  const person = people.find((id) => sameSecret(signature, signed(secret, [incident, id, link, until])))
  if (person === undefined) return { ok: false, why: 'forged' }
  return nowMs > Number.parseInt(until, 36) * 1_000
    ? { ok: false, why: 'expired' }
    : { ok: true, link: { incident, person, link } }
}

const INCIDENT = /^DR-/
const TOKEN = /^([\dA-F-]{8,40})\.([\w-]{16})\.([ma]\d{1,6}[se])\.([\da-z]{1,9})$/
const SIGNATURE_CHARS = 16

const signed = (secret: string, parts: string[]): string =>
  mac(secret, 'console', parts).toString('base64url').slice(0, SIGNATURE_CHARS)

function readLink(token: string) {
  const [, incident, signature, name, until] = TOKEN.exec(token) ?? []
  if (incident === undefined || signature === undefined || name === undefined || until === undefined) return undefined
  const kind = name.startsWith('m') ? ('moved' as const) : ('asked' as const)
  const link = linkName(kind, Number(name.slice(1, -1)), name.endsWith('s') ? 'sms' : 'email')
  return { incident: `DR-${incident}`, signature, link, until }
}

/** The reverse of `linkName`, shorter. */
const shortName = (link: string): string => link.replace(/^(\w)\w*-(\d+)-(\w)\w*$/, '$1$2$3')

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

/** Where somebody works on an incident: the console, or, while Slack is away, what their own link opens. */
export interface Places {
  /** Absolute, without a slash at the end; absent: nobody could open a link. */
  publicUrl?: string
  secret: string
}

/** An incident that somebody is sent to. */
export interface Worked {
  incident: string
  state: Pick<IncidentState, 'console'>
  atMs: number
}

export function placeOf(
  { publicUrl, secret }: Places,
  about: Worked,
  person: string,
  means: LinkMeans,
): string | undefined {
  if (publicUrl === undefined) return undefined
  const { incident, state, atMs } = about
  const { away } = state.console
  if (!away) return consoleUrlOf(publicUrl, incident)
  return ownLink({ publicUrl, secret }, { incident, person, link: linkName('moved', away.n, means) }, atMs)
}

export const consoleUrlOf = (publicUrl: string, incident: string): string =>
  `${publicUrl}/console/incidents/${incident}`

export const ownLink = ({ publicUrl, secret }: Required<Places>, link: ConsoleLink, atMs: number): string =>
  `${publicUrl}${RESPOND_PATH}/${signConsoleLink(secret, link, atMs + CONSOLE_LIFETIME_MS)}`

/**
 * The code by text message that some things want before they are done in the responder console. It is bound to the very command: another step, another digest, another text,
 * and it counts for nothing. What wants one, and how often and how long it may be tried, is decided by the incident, so that all replicas count together.
 */
import { createHash } from 'node:crypto'
import type { Services } from '../../../commands/services.ts'
import { confirmationCode, isCode } from '../../adapters/console-credentials.ts'
import type { IncidentCommand } from '../../incident/commands.ts'
import { isOpenCode } from '../../incident/console/decide-console.ts'
import { CODE_TRIES_MAX } from '../../incident/console/limits.ts'
import { meansOfLink } from '../../incident/console/state.ts'
import { privately } from '../../plan/actor.ts'
import { canonicalJson } from '../../plan/canonical-json.ts'
import type { Command as SystemCommand } from '../../readiness/commands.ts'
import type { Responder } from './access.ts'

type Wish = IncidentCommand | SystemCommand

/** What was typed with the form that is being confirmed. */
export interface Typed {
  challenge?: string | undefined
  code?: string | undefined
  /** A new code is wanted. */
  again?: boolean
}

/** Thrown through a command that must not go on without a code. */
export class NeedsCode extends Error {
  readonly challenge: string
  readonly what: string
  readonly problem: string | undefined

  constructor(challenge: string, what: string, problem?: string) {
    super('a code is needed')
    this.challenge = challenge
    this.what = what
    this.problem = problem
  }
}

/** Thrown when no code can be had: one sentence says why and what else helps. */
export class NoCode extends Error {}

/** SHA-256 of all that will happen; who asks and when is no part of it. */
export function thingOf(incident: string, wish: Wish): string {
  const { atMs: _when, by: _who, ...rest } = wish
  return createHash('sha256')
    .update(canonicalJson({ incident, ...rest }))
    .digest('hex')
}

export interface Confirming {
  services: Pick<Services, 'ask' | 'state' | 'system'>
  responder: Responder
  secret: string
  typed: Typed
  nowMs: () => number
  newKey: () => string
  /** Of the form: pressed twice, it counts once. */
  key: string
}

/** Returns when the right code has been given. @throws NeedsCode or NoCode. */
export async function confirm(parts: Confirming, wish: Wish, what: string): Promise<void> {
  const { services, responder, typed } = parts
  const { session, by } = responder
  const thing = thingOf(session.incident, wish)
  if ((await services.system()).held)
    throw new NoCode('Everything outgoing is held, so no code can be sent to you: `/dr hold off` comes first.')
  const known = await codesOf(parts)
  const challenge = typed.challenge ?? ''
  const code = known[challenge]
  const isTheirs = code?.person === by.person && code.thing === thing
  if (!typed.code || typed.again || !isTheirs) throw await asking(parts, thing, what, typed.code ? CHANGED : undefined)
  const expected = confirmationCode(parts.secret, { incident: session.incident, person: by.person, challenge, thing })
  const right = isCode(typed.code, expected)
  const command = { type: 'answer-code' as const, atMs: parts.nowMs(), by, challenge, right }
  const asked = await services.ask(session.incident, command, `${parts.key}/${challenge}/${typed.code}`)
  if (!asked.ok) throw await asking(parts, thing, what, asked.why)
  if (right) return
  const left = CODE_TRIES_MAX - ((await codesOf(parts))[challenge]?.tries ?? CODE_TRIES_MAX)
  throw new NeedsCode(challenge, what, left > 0 ? wrong(left) : TOO_OFTEN)
}

const CHANGED = 'What you confirm has changed, so the code did not count: look at it again. A new code has been sent.'
const TOO_OFTEN = 'That was not the code, five times: it cannot be used any more. Have a new one sent.'
const wrong = (left: number) => `That is not the code: ${left} ${left === 1 ? 'try is' : 'tries are'} left.`

const codesOf = async ({ services, responder }: Confirming) =>
  (await services.state(responder.session.incident))?.state.console.codes ?? {}

/** The code that is on its way already, or a new one. */
async function asking(parts: Confirming, thing: string, what: string, problem?: string): Promise<NeedsCode> {
  const { services, responder, typed, nowMs, newKey } = parts
  const { session, by } = responder
  const open = Object.entries(await codesOf(parts)).find(
    ([, code]) => code.person === by.person && code.thing === thing && isOpenCode(code, nowMs()),
  )
  if (open && !typed.again) return new NeedsCode(open[0], what, problem)
  const challenge = newKey()
  // By mail only into a session that a text message has opened: else one mailbox would be enough for everything.
  const mailToo = meansOfLink(session.link) === 'sms'
  const command = { type: 'ask-code' as const, atMs: nowMs(), by, challenge, thing, what: privately(what), mailToo }
  const asked = await services.ask(session.incident, command, `code/${challenge}`)
  if (asked.ok) return new NeedsCode(challenge, what, problem)
  if (open) return new NeedsCode(open[0], what, asked.why)
  throw new NoCode(asked.why)
}

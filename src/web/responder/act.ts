/** Runs what was pressed or typed in a responder's console, as that person, on that incident alone. */
import type { Reply } from '../../../commands/command.ts'
import { runCommand } from '../../../commands/registry.ts'
import type { Responder } from './access.ts'
import { boundServices, NotSure } from './bound-services.ts'
import type { ResponderPorts } from './ports.ts'
import { NeedsCode, NoCode, type Typed } from './second-factor.ts'
import type { Answered } from './section-page.ts'

export interface Posted {
  command: string
  words: string
  /** Of a submitted form. */
  values?: Record<string, string>
  /** The words that brought the form. */
  from?: string
  key: string
  section: string
  /** Whoever ends the incident has seen what that does. */
  sure: boolean
  typed: Typed
}

export async function act(ports: ResponderPorts, responder: Responder, posted: Posted): Promise<Answered> {
  const { command, words, values, typed } = posted
  const { session, by } = responder
  const key = `respond:${session.person}:${session.link}:${posted.key || ports.newKey()}`
  const { nowMs, newKey, secret } = ports
  const services = boundServices(ports.services, { responder, secret, typed, nowMs, newKey, key, sure: posted.sure })
  const request = { by, atMs: nowMs(), words, incident: session.incident, key, canShowForm: true, services }
  const asked = { command, words: values ? (posted.from ?? '') : words, ...(values && { values }) }
  try {
    const reply = await runCommand(command, { ...request, ...(values && { values }) })
    if (!values || !reply.errors) return { ...asked, reply, status: statusOf(reply) }
    // What was wrong is shown in the form itself, which is asked for once more; that alone changes nothing.
    const looking = { ...services, ask: unchanged, askSystem: unchanged }
    const { form } = await runCommand(command, { ...request, words: posted.from ?? '', services: looking })
    return { ...asked, reply: { ...reply, ...(form && { form }) }, status: 409 }
  } catch (error) {
    if (error instanceof NeedsCode) {
      const { challenge, what, problem } = error
      return { ...asked, code: { challenge, what, problem, key: posted.key }, status: problem ? 422 : 200 }
    }
    if (error instanceof NotSure) return { ...asked, ending: { command, words, key: posted.key }, status: 200 }
    if (error instanceof NoCode) return { ...asked, reply: { ok: false, text: error.message }, status: 409 }
    throw error
  }
}

const unchanged = async () => ({ ok: false as const, why: 'This only looks.' })

const statusOf = ({ ok, form }: Reply): 200 | 409 => (ok || form ? 200 : 409)

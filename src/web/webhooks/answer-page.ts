/**
 * One way to answer a page from outside Slack, whichever way the answer comes: puts "I have it" or "I can't" to the incident and says in one
 * sentence how that ended.
 */
import type { Services } from '../../../commands/services.ts'
import type { Actor, Via } from '../../plan/actor.ts'

export type AnswerPorts = Pick<Services, 'ask'>
export type Choice = 'acknowledge' | 'decline'

/** Actor ids by how somebody answered; never a number or an address. */
const ANSWERER: Partial<Record<Via, string>> = { sms: 'phone', voice: 'phone', email: 'mail' }

export const answerer = (person: string, via: Via): Actor => ({ person, id: ANSWERER[via] ?? via, via })

export interface Answer {
  choice: Choice
  incident: string
  person: string
  via: 'sms' | 'voice' | 'email'
  /** Epoch ms by the program's clock. */
  atMs: number
  /** Same key, same answer: repeated, it acts once. */
  key: string
}

/** One sentence in plain text, true of the incident as it is now, also when the answer was given before; refusals are worded by the core. */
export async function answerPage(ports: AnswerPorts, answer: Answer): Promise<{ ok: boolean; text: string }> {
  const { choice, incident, person, via, atMs, key } = answer
  const by = answerer(person, via)
  const asked = await ports.ask(incident, { type: choice, atMs, by, person }, key)
  if (!asked.ok) return { ok: false, text: plain(asked.why) }
  if (asked.note) return { ok: true, text: plain(asked.note) }
  const { view, repeated } = asked
  if (repeated && view.phase !== 'open') return { ok: true, text: `${incident} is ${view.phase}.` }
  const hasIt = repeated ? view.acknowledged.some((one) => one.person.id === person) : choice === 'acknowledge'
  const channel = view.channel ? ` It is worked on in #${view.channel.name}.` : ''
  if (hasIt) return { ok: true, text: `You have ${incident}.${channel}` }
  if (choice === 'decline') return { ok: true, text: `Passed on: the next one is called for ${incident}.` }
  return { ok: false, text: `This answer was counted before, and you do not have ${incident} any more. ${AGAIN[via]}` }
}

/** How to say it anew. */
const AGAIN: Record<Answer['via'], string> = {
  sms: 'To take it again, answer once more or write `/dr ack` in Slack.',
  voice: 'To take it again, write `/dr ack` in Slack.',
  email: 'To take it again, open the link in the mail once more.',
}

/** The core words its sentences for Slack. */
const plain = (text: string) => text.replaceAll('`', '')

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

/** One sentence in plain text; refusals are worded by the core. */
export async function answerPage(ports: AnswerPorts, answer: Answer): Promise<{ ok: boolean; text: string }> {
  const { choice, incident, person, via, atMs, key } = answer
  const by: Actor = { person, id: ANSWERER[via] ?? via, via }
  const asked = await ports.ask(incident, { type: choice, atMs, by, person }, key)
  if (!asked.ok) return { ok: false, text: plain(asked.why) }
  if (asked.note) return { ok: true, text: plain(asked.note) }
  if (choice === 'decline') return { ok: true, text: `Passed on: the next one is called for ${incident}.` }
  const channel = asked.view.channel ? ` It is worked on in #${asked.view.channel.name}.` : ''
  return { ok: true, text: `You have ${incident}.${channel}` }
}

/** The core words its sentences for Slack. */
const plain = (text: string) => text.replaceAll('`', '')

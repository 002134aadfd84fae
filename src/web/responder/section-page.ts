/** One part of the responder console, with the answer to what was just pressed above it. */
import { html } from 'hono/html'
import type { Reply } from '../../../commands/command.ts'
import type { Html } from '../page-frame.ts'
import { rich } from '../rich-text.ts'
import type { Responder } from './access.ts'
import { actWords } from './act-words.ts'
import { endingHtml } from './ending-html.ts'
import { buttonRow, codeHtml, formHtml, type Place } from './form-html.ts'
import { consolePage, SECTIONS, type Section } from './frame.ts'
import { messagesHtml } from './messages-html.ts'
import { nowHtml } from './now-html.ts'
import { ladderHtml, moreHtml, timelineHtml } from './other-sections.ts'
import type { ResponderPorts } from './ports.ts'
import { stepsHtml } from './steps-html.ts'

export interface Answered {
  command: string
  words: string
  values?: Record<string, string>
  reply?: Reply
  /** It ends the incident: shown first is what that does. */
  ending?: { command: string; words: string; key: string }
  /** A code is wanted before it is done. */
  code?: { challenge: string; what: string; problem: string | undefined; key: string }
  status: 200 | 409 | 422
}

export const isSection = (word: string): word is Section => SECTIONS.some(({ id }) => id === word)

interface Parts extends Pick<ResponderPorts, 'services' | 'nowMs' | 'newKey'> {
  responder: Responder
  path: string
}

export async function sectionPage(parts: Parts, wanted: string, answered?: Answered): Promise<Html> {
  const { responder, path, newKey, nowMs } = parts
  const section = isSection(wanted) ? wanted : ''
  const { view, state, name, plan } = responder
  const place: Place = { path, section, plan, newKey }
  const atMs = nowMs()
  const said = answered && answerHtml(parts, place, answered)
  const main = html`${said ?? ''}${await sectionHtml(parts, place, atMs, answered)}`
  return consolePage({ view, path, seq: state.seq, section, name, nowMs: atMs, answered: answered !== undefined, main })
}

async function sectionHtml(parts: Parts, place: Place, atMs: number, answered?: Answered): Promise<Html> {
  const { responder, services } = parts
  const { view } = responder
  switch (place.section as Section) {
    case 'steps':
      return stepsHtml(view, place, atMs)
    case 'messages':
      return messagesHtml(view, place, atMs)
    case 'ladder':
      return ladderHtml(responder, place, atMs)
    case 'timeline':
      return timelineHtml(responder, place, await services.events(view.id))
    case 'more':
      return moreHtml(view, place, answered?.reply?.ok === false ? `${answered.command} ${answered.words}`.trim() : '')
    default:
      return nowHtml(responder, place, atMs)
  }
}

function answerHtml({ responder }: Parts, place: Place, answered: Answered): Html {
  const { reply, code, command, words, values, ending } = answered
  if (ending) return endingHtml(responder, place, ending)
  if (code) {
    const phone = responder.plan.people[responder.by.person]?.phone?.slice(-2)
    const asked = {
      command,
      words,
      key: code.key,
      challenge: code.challenge,
      what: code.what,
      problem: code.problem,
      ...(values && { values }),
    }
    return codeHtml(place, asked, phone ? ` that ends in ${phone}` : '')
  }
  if (!reply) return html``
  if (reply.form) {
    const filled = { ...(values && { values }), ...(reply.errors && { errors: reply.errors }) }
    return formHtml(place, reply.form, words, filled)
  }
  const { view } = responder
  const channels = new Map(view.channel ? [[view.channel.id, view.channel.name] as const] : [])
  return html`<section class="card state ${reply.ok ? 'none' : 'major'}" role="${reply.ok ? 'status' : 'alert'}" tabindex="-1" autofocus><h2>${reply.ok ? 'Done' : 'Not done'}: ${actWords(view, command, words)}</h2>
${rich(reply.text || (reply.ok ? 'Done.' : 'That did not work.'), { links: reply.links, channels })}${buttonRow(place, reply.buttons ?? [])}</section>`
}

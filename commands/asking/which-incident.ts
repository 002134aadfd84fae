/**
 * Which incident a request is about: the one that the place or the words name, else the only one open. Never a guess between two, because
 * an acknowledgement of the wrong disaster stops the right one's ladder.
 */
import type { Heading } from '../../src/incident/heading.ts'
import { view } from '../../src/incident/view.ts'
import type { View } from '../../src/incident/view-shape.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Reply, Request } from '../command.ts'
import { headline } from '../wording/headline.ts'
import { bullets } from '../wording/lists.ts'
import { refuse } from './answers.ts'

const INCIDENT_ID = /^dr-\d{8}-\d{4}(-\d+)?(-[0-9a-f]{4})?$/i

type Known = Awaited<ReturnType<Request['services']['state']>>

export type Found = { ok: true; view: View; plan: Plan } | { ok: false; reply: Reply }

/** Takes an incident's id, or a mention of its channel, off the front of the words. */
export async function takeIncident(request: Request): Promise<Request> {
  const [first = '', ...rest] = request.words.split(/\s+/)
  const words = rest.join(' ')
  if (INCIDENT_ID.test(first)) return { ...request, incident: first.toUpperCase(), words: afterFirst(request.words) }
  const channel = /^<#(C\w+)(\|[^>]*)?>$/.exec(first)?.[1] ?? (/^#dr-/i.test(first) ? first.slice(1) : undefined)
  if (channel === undefined) return request
  const all = await request.services.headings({ all: true })
  const view = all.find(
    (one) => one.channel && (one.channel.id === channel || one.channel.name === channel.toLowerCase()),
  )
  return view ? { ...request, incident: view.id, words } : request
}

/** Takes an incident's id that stands behind a single word and ends the words: `recovering DR-…`. In a longer text an id may be only spoken of. */
export function takeTrailingIncident(request: Request): Request {
  const [word = '', last = '', ...more] = request.words.trim().split(/\s+/)
  if (more.length > 0 || !INCIDENT_ID.test(last)) return request
  return { ...request, incident: last.toUpperCase(), words: word }
}

/** Keeps the line breaks of what follows the first word. */
export const afterFirst = (words: string): string => words.trim().replace(/^\S+\s*/, '')

/**
 * The incident that a request is about.
 * @param request its words are said back behind the id, so that nobody types them twice.
 * @param command its name, for the sentence that asks which one.
 * @param options `ended`: incidents that are over come into question when none is open.
 */
export async function whichIncident(
  request: Request,
  command: string,
  options: { ended?: boolean } = {},
): Promise<Found> {
  const { services, incident } = request
  if (incident !== undefined) {
    const known = await services.state(incident)
    return known
      ? withPlan(request, command, incident, known)
      : { ok: false, reply: await unknownIncident(request, incident) }
  }
  const open = await services.headings()
  if (open.length === 1) return withPlan(request, command, open[0]!.id)
  if (open.length > 1) return { ok: false, reply: refuse(askWhich(command, request.words, open)) }
  const ended = await services.headings({ all: true })
  if (!options.ended) return { ok: false, reply: refuse(noneOpen(ended[0])) }
  if (ended.length === 1) return withPlan(request, command, ended[0]!.id)
  if (ended.length === 0) return { ok: false, reply: refuse('There has been no incident yet.') }
  return { ok: false, reply: refuse(askWhich(command, request.words, ended)) }
}

/** Kind to whoever comes too late: says what became of the latest one. */
function noneOpen(latest: Heading | undefined): string {
  const over = latest === undefined ? '' : ` ${latest.id} is ${latest.phase}.`
  return `No incident is open.${over} \`/dr declare\` opens one.`
}

/** Which plan has the say is known only now, where nobody had named the incident. */
async function withPlan(request: Request, command: string, incident: string, read?: Known): Promise<Found> {
  const { services } = request
  const refused = await services.mayRun(command.split(' ')[0] ?? command, { ...request, incident })
  if (refused !== undefined) return { ok: false, reply: refuse(refused) }
  const known = read ?? (await services.state(incident))
  if (known) return { ok: true, view: view(known.plan, known.state), plan: known.plan }
  return { ok: false, reply: refuse(`${incident} cannot be read just now: try again.`) }
}

async function unknownIncident({ services }: Request, incident: string): Promise<Reply> {
  const open = await services.headings()
  const known = open.length > 0 ? ` Open: ${open.map((view) => view.id).join(', ')}.` : ' None is open.'
  return refuse(`There is no incident ${incident}.${known}`)
}

/** Each line holds a command that works when it is copied: the id stands first, and what was typed behind it. */
function askWhich(command: string, words: string, views: Heading[]): string {
  const typed = words.replaceAll('`', "'").replace(/\s+/g, ' ').trim()
  const rest = typed.length > TYPED_CHARS_MAX ? `${typed.slice(0, TYPED_CHARS_MAX - 1).trimEnd()}…` : typed
  const lines = views.map((view) => `\`${`/dr ${command} ${view.id} ${rest}`.trimEnd()}\` ${headline(view)}`)
  return `Which one?\n${bullets(lines, 8)}`
}

/** Eight lines of it still fit into one message. */
const TYPED_CHARS_MAX = 300

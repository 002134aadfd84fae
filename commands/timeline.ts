/** `/dr timeline`: what has happened, oldest first, from the journal itself. */
import type { Event } from '../src/incident/events.ts'
import { noteReports } from '../src/incident/review/review-parts.ts'
import type { View } from '../src/incident/view-shape.ts'
import { tell } from '../src/messages/tell.ts'
import type { Told } from '../src/messages/tell-attempts.ts'
import { privately } from '../src/plan/actor.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { afterFirst, whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import type { Services } from './services.ts'
import { bullets, lines } from './wording/lists.ts'
import { clockTime } from './wording/times.ts'

const NOTES_SHOWN_MAX = 40
const ENTRIES_SHOWN = 20
const ENTRIES_SHOWN_MAX = 80

export const timeline: DrCommand = {
  name: 'timeline',
  aliases: ['history'],
  usage: 'timeline [INCIDENT] [40 | all | notes | edit NUMBER TEXT]',
  summary: 'What has happened, from the journal; puts a note right',
  async run(request) {
    const { services, words, atMs } = request
    const found = await whichIncident(request, 'timeline', { ended: true })
    if (!found.ok) return found.reply
    const { view, plan } = found
    const [first = '', ...rest] = words.split(/\s+/)
    if (first.toLowerCase() === 'notes') return notes(request, view)
    if (first.toLowerCase() === 'edit') return edit(request, view, rest[0] ?? '', afterFirst(afterFirst(words)))
    if (!/^(all|[1-9]\d{0,3})?$/i.test(words))
      return refuse(`"${words}" is no number of entries: say \`/dr timeline 40\` or \`/dr timeline all\`.`)
    const wanted =
      words === '' ? ENTRIES_SHOWN : words.toLowerCase() === 'all' ? Number.POSITIVE_INFINITY : Number(words)
    const known = await services.state(view.id)
    const { entries, hasEarlier } = await lastEntries(
      services.eventsFromEnd(view.id),
      (event) => known && tell(plan, known.state, event),
      wanted,
    )
    const shown = entries.slice(-ENTRIES_SHOWN_MAX)
    const which = hasEarlier ? shown.length : `${shown.length} of ${entries.length}`
    return answer(
      lines(
        `*Timeline of ${view.id}*${hasEarlier || shown.length < entries.length ? `, the last ${which} entries` : ''}`,
        bullets(
          shown.map((one) => `${clockTime(one.atMs, atMs)} ${one.text}`),
          ENTRIES_SHOWN_MAX,
        ),
      ),
      { incident: view.id, data: entries },
    )
  },
}

interface Entry {
  seq: number
  atMs: number
  text: string
  loud: boolean
}

/** Reads back only as far as it has to: a long incident has ten thousand events, and its timeline is asked for in its middle. */
async function lastEntries(
  pages: ReturnType<Services['eventsFromEnd']>,
  told: (event: Event & { seq: number }) => Told | undefined,
  count: number,
): Promise<{ entries: Entry[]; hasEarlier: boolean }> {
  const read: Entry[][] = []
  let found = 0
  for await (const page of pages) {
    const entries = page.flatMap((event): Entry[] => {
      const { text, loud } = told(event) ?? {}
      return text === undefined || loud === undefined ? [] : [{ seq: event.seq, atMs: event.atMs, text, loud }]
    })
    read.push(entries)
    found += entries.length
    if (found > count) break
  }
  const all = read.reverse().flat()
  return { entries: all.slice(-Math.min(count, all.length)), hasEarlier: all.length > count }
}

async function notes({ services, atMs }: Request, { id }: View): Promise<Reply> {
  const known = await services.state(id)
  const all = known ? noteReports(known.plan, known.state) : []
  if (all.length === 0) return answer(`Nobody has noted anything in ${id}: \`/dr note TEXT\` does.`, { incident: id })
  const shown = all.map(({ number, atMs: at, by, text, changed }) => {
    const since = changed === null ? '' : `, changed by ${changed.by.name}`
    return `${number}. ${clockTime(at, atMs)} ${by.name}: ${text}${since}`
  })
  return answer(
    lines(`*Notes of ${id}*`, bullets(shown, NOTES_SHOWN_MAX), '`/dr timeline edit NUMBER TEXT` puts one right.'),
    { incident: id, data: all },
  )
}

/** What stood there before stays in the journal and in the review. */
async function edit(request: Request, { id }: View, number: string, text: string): Promise<Reply> {
  const known = await request.services.state(id)
  const all = known?.state.notes ?? []
  const note = /^\d+$/.test(number) ? all[Number(number) - 1] : undefined
  if (!note)
    return refuse(`Say which note by its number, \`/dr timeline edit 2 TEXT\`: \`/dr timeline notes\` lists them.`)
  if (text === '') return refuse(`Say what note ${number} is to read: \`/dr timeline edit ${number} TEXT\`.`)
  return put(
    request,
    id,
    { type: 'change-note', note: note.seq, text: privately(text) },
    () => `*Note ${number} is changed*; what stood there is kept.`,
  )
}

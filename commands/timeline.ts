/** `/dr timeline`: what has happened, oldest first, from the journal itself. */
import { noteReports } from '../src/incident/review/review-parts.ts'
import type { View } from '../src/incident/view-shape.ts'
import { tell } from '../src/messages/tell.ts'
import { privately } from '../src/plan/actor.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { afterFirst, whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
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
    const [known, events] = await Promise.all([services.state(view.id), services.events(view.id)])
    const entries = events.flatMap((event) => {
      const told = known && tell(plan, known.state, event)
      return told ? [{ seq: event.seq, atMs: event.atMs, text: told.text, loud: told.loud }] : []
    })
    const wanted = words === '' ? ENTRIES_SHOWN : words.toLowerCase() === 'all' ? ENTRIES_SHOWN_MAX : Number(words)
    const shown = entries.slice(-Math.min(wanted, ENTRIES_SHOWN_MAX))
    const earlier = entries.length - shown.length
    return answer(
      lines(
        `*Timeline of ${view.id}*${earlier > 0 ? `, the last ${shown.length} of ${entries.length} entries` : ''}`,
        bullets(
          shown.map((one) => `${clockTime(one.atMs, atMs)} ${one.text}`),
          ENTRIES_SHOWN_MAX,
        ),
      ),
      { incident: view.id, data: entries },
    )
  },
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

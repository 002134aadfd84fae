/** `/dr timeline`: what has happened, oldest first, from the journal itself. */
import { tell } from '../src/messages/tell.ts'
import { answer, refuse } from './asking/answers.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { bullets, lines } from './wording/lists.ts'
import { clockTime } from './wording/times.ts'

const ENTRIES_SHOWN = 20
const ENTRIES_SHOWN_MAX = 80

export const timeline: DrCommand = {
  name: 'timeline',
  aliases: ['history'],
  usage: 'timeline [INCIDENT] [40 | all]',
  summary: 'What has happened, from the journal',
  async run(request) {
    const { services, words, atMs } = request
    const found = await whichIncident(request, 'timeline', { ended: true })
    if (!found.ok) return found.reply
    if (!/^(all|[1-9]\d{0,3})?$/i.test(words))
      return refuse(`"${words}" is no number of entries: say \`/dr timeline 40\` or \`/dr timeline all\`.`)
    const { view, plan } = found
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

/** `/dr cancel`: a false alarm, or the same incident declared twice. Whoever was told gets a correction. */
import type { View } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { askFor, refuse } from './asking/answers.ts'
import { incidentForm, textField, textOf } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

/** What a cancelled incident does not stop by itself. */
const leftBehind = ({ id, recovery }: View): string[] =>
  (recovery?.gates ?? []).flatMap(({ step, title, kind }) => {
    if (kind === 'running') return [`“${title}” is still running: \`/dr step ${id} cancel ${step}\` stops it.`]
    if (kind === 'unknown') return [`Nobody knows how “${title}” ended: look, it may still be running.`]
    return kind === 'undo' ? [`“${title}” is not done: what was changed stays as it is.`] : []
  })

export const cancel: DrCommand = {
  name: 'cancel',
  aliases: ['false-alarm'],
  usage: 'cancel [INCIDENT] REASON | duplicate-of INCIDENT',
  summary: 'A false alarm, or the same as another incident',
  async run(request) {
    const found = await whichIncident(request, 'cancel')
    if (!found.ok) return found.reply
    const { view } = found
    const text = textOf(request)
    const other = /^duplicate[ -]of\s+(\S+)$/i.exec(text)?.[1]?.toUpperCase()
    if (other !== undefined) {
      if (!(await request.services.view(other)))
        return refuse(`There is no incident ${other}: \`/dr list\` shows them.`)
      return put(
        request,
        view.id,
        { type: 'merge-into', incident: other },
        () => `*${view.id} is the same as ${other}*: everything goes on there.`,
      )
    }
    if (text === '') {
      const form = incidentForm('cancel', view.id, 'False alarm', [textField('What it was instead')])
      return askFor(
        request,
        form,
        'Say what it was instead: `/dr cancel REASON`, or `/dr cancel duplicate-of INCIDENT`.',
      )
    }
    return put(request, view.id, { type: 'cancel', reason: privately(text) }, (after) =>
      lines(
        `*${after.id} is cancelled.* Nobody else is paged; whoever was told gets a correction.`,
        bullets(leftBehind(view)),
      ),
    )
  },
}

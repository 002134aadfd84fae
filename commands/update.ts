/** `/dr update`: progress for everyone involved; `public` first puts it on the status page too. */
import { privately } from '../src/plan/actor.ts'
import { askFor } from './asking/answers.ts'
import { incidentForm, isChecked, textField, textOf } from './asking/incident-form.ts'
import { takePublic } from './asking/public-text.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Form } from './command.ts'

export const update: DrCommand = {
  name: 'update',
  usage: 'update [INCIDENT] [public] TEXT',
  summary: 'Progress for everyone; `public` also for the status page',
  async run(request) {
    const found = await whichIncident(request, 'update')
    if (!found.ok) return found.reply
    const { view } = found
    const written = textOf(request)
    const { text, isPublic } = request.values
      ? { text: written, isPublic: isChecked(request.values.public) }
      : takePublic(written)
    if (text === '') return askFor(request, form(view.id), 'Say what there is to tell: `/dr update [public] TEXT`.')
    return put(request, view.id, { type: 'update', text: privately(text), public: isPublic }, (after) => {
      if (!isPublic) return `*Update noted* in ${after.id}; the public does not see it.`
      return after.mode === 'drill'
        ? `*Update noted* in ${after.id}. A drill: the status page shows nothing.`
        : `*Update noted* in ${after.id}, and it is on the status page.`
    })
  },
}

const form = (incident: string): Form =>
  incidentForm('update', incident, 'Update', [
    textField('What there is to tell'),
    {
      kind: 'checkbox',
      param: 'public',
      label: 'Who sees it',
      option: 'Also on the public status page',
      optional: true,
    },
  ])

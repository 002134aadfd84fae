/** Notes and decisions: the same act, one of them with more weight in the review. */
import { privately } from '../../src/plan/actor.ts'
import type { Reply, Request } from '../command.ts'
import { askFor } from './answers.ts'
import { incidentForm, textField, textOf } from './incident-form.ts'
import { put } from './put.ts'
import { whichIncident } from './which-incident.ts'

export async function writeDown(
  request: Request,
  { command, title, decision }: { command: string; title: string; decision: boolean },
): Promise<Reply> {
  const found = await whichIncident(request, command)
  if (!found.ok) return found.reply
  const text = textOf(request)
  if (text === '') {
    const form = incidentForm(command, found.view.id, title, [textField(title)])
    return askFor(request, form, `Say what to write down: \`/dr ${command} TEXT\`.`)
  }
  return put(request, found.view.id, { type: 'note', text: privately(text), decision }, (view) =>
    decision ? `*Decision noted* in ${view.id}.` : `*Noted* in ${view.id}.`,
  )
}

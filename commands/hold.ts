/** `/dr hold`: stops everything outgoing, all incidents, all means (promise 8). Asks for a reason, because silence in a disaster needs one. */
import { privately } from '../src/plan/actor.ts'
import { nearest } from '../src/plan/nearest.ts'
import { answer, askFor, refuse } from './asking/answers.ts'
import { textField, textOf } from './asking/incident-form.ts'
import type { DrCommand, Form } from './command.ts'
import { heldLine } from './wording/held.ts'
import { lines } from './wording/lists.ts'

export const hold: DrCommand = {
  name: 'hold',
  usage: 'hold REASON | off',
  summary: 'Stop every outgoing page and message; `hold off` resumes',
  async run(request) {
    const { services, atMs, by, key } = request
    const held = heldLine(await services.system(), atMs)
    const words = textOf(request)
    if (/^(off|release|resume|end)$/i.test(words)) {
      const asked = await services.askSystem({ type: 'release', atMs, by }, key)
      if (!asked.ok) return refuse(asked.why)
      return answer(asked.note ?? '*Nothing is held any more.* What is due goes out now.')
    }
    // "hold of" must not hold, for want of a letter, what it was meant to let go.
    const meant = nearest(words, ['off', 'release', 'resume', 'status'])
    if (meant !== undefined && !/^(show|status)$/i.test(words))
      return refuse(`Nothing was changed. Did you mean \`/dr hold ${meant}\`? To hold, give the reason in a few words.`)
    const reason = words.replace(/^on\b[:,]?\s*/i, '')
    if (reason === '' || /^(show|status)$/i.test(reason)) {
      if (held !== undefined) return answer(held)
      if (reason !== '') return answer('Nothing is held.')
      return askFor(request, form, 'Say why, and everything outgoing stops: `/dr hold REASON`.')
    }
    const asked = await services.askSystem({ type: 'hold', atMs, by, reason: privately(reason) }, key)
    if (!asked.ok) return refuse(asked.why)
    return answer(lines(asked.note, heldLine(asked.state, atMs)))
  },
}

const form: Form = {
  command: 'hold',
  title: 'Hold everything',
  submit: 'Hold',
  intro: 'Nobody is paged and nobody is told anything until `/dr hold off`.',
  fields: [textField('Why')],
}

/**
 * `/dr hold`: stops everything outgoing, all incidents, all means (promise 8). It holds at once and asks for the reason afterwards: whoever
 * needs it has no time for a form, and yet silence in a disaster needs a reason.
 */
import { privately, reveal } from '../src/plan/actor.ts'
import { nearest } from '../src/plan/nearest.ts'
import { answer, refuse } from './asking/answers.ts'
import { textOf } from './asking/incident-form.ts'
import type { DrCommand } from './command.ts'
import { letGo } from './resume.ts'
import { heldLine } from './wording/held.ts'
import { lines } from './wording/lists.ts'

export const hold: DrCommand = {
  name: 'hold',
  usage: 'hold [REASON] | show | off',
  summary: 'Stop every outgoing page and message at once; `hold off` resumes',
  async run(request) {
    const { services, atMs, by, key } = request
    const words = textOf(request)
    if (/^(off|release|resume|end)$/i.test(words)) return letGo(request)
    if (/^(show|status)$/i.test(words)) return answer(heldLine(await services.system(), atMs) ?? 'Nothing is held.')
    // "hold of" must not hold, for want of a letter, what it was meant to let go.
    const meant = nearest(words, ['off', 'release', 'resume', 'status'])
    if (meant !== undefined)
      return refuse(`Nothing was changed. Did you mean \`/dr hold ${meant}\`? To hold, give the reason in a few words.`)
    const reason = words.replace(/^on\b[:,]?\s*/i, '')
    const asked = await services.askSystem({ type: 'hold', atMs, by, reason: privately(reason) }, key)
    if (!asked.ok) return refuse(asked.why)
    const unexplained = asked.state.held !== null && reveal(asked.state.held.reason) === ''
    return answer(
      lines(
        asked.note,
        heldLine(asked.state, atMs),
        unexplained && 'Say why, so that whoever waits knows: `/dr hold REASON`.',
      ),
    )
  },
}

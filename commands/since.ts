/** `/dr since`: when the outage began, which moves the recovery clock (R33). */
import { answer, refuse } from './asking/answers.ts'
import { readMoment } from './asking/moments.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { moment } from './wording/times.ts'

export const since: DrCommand = {
  name: 'since',
  usage: 'since [INCIDENT] 09:40 | 25 min ago',
  summary: 'When the outage began; the recovery clock runs from there',
  async run(request) {
    const found = await whichIncident(request, 'since')
    if (!found.ok) return found.reply
    const { view } = found
    const { atMs } = request
    const words = request.words.trim()
    if (words === '') {
      return answer(
        view.outageStartMs === null
          ? `No start of the outage is known; the clock runs from the declaration, ${moment(view.declared.atMs, atMs)}. \`/dr since 09:40\` sets it.`
          : `The outage began ${moment(view.outageStartMs, atMs)}.`,
      )
    }
    const read = readMoment(words, atMs, 'past')
    if (!read.ok) return refuse(read.why)
    return put(request, view.id, { type: 'set-outage-start', outageStartMs: read.atMs }, (after) => {
      return `*The outage began ${moment(read.atMs, atMs)}.* The recovery is due ${moment(after.rto.deadlineMs, atMs)}.`
    })
  },
}

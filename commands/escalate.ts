/** `/dr escalate`: the next level now, without waiting for its time. */
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { beingPaged } from './wording/ladder.ts'
import { lines } from './wording/lists.ts'
import { nextLines } from './wording/situation.ts'

export const escalate: DrCommand = {
  name: 'escalate',
  usage: 'escalate [INCIDENT]',
  summary: 'Page the next level of the ladder now',
  async run(request) {
    const found = await whichIncident(request, 'escalate')
    if (!found.ok) return found.reply
    return put(request, found.view.id, { type: 'escalate' }, (view, events) => {
      const keys = events.flatMap((event) => (event.type === 'level-reached' ? [event.key] : []))
      const level = view.ladder.levels.find((one) => keys.includes(one.key))
      const calling = beingPaged(view)
      return lines(
        level ? `*Escalated to ${level.label}.*` : '*Escalated.*',
        calling !== '' && `Being paged: ${calling}`,
        nextLines(view, request.atMs),
      )
    })
  },
}

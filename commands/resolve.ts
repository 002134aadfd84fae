/** `/dr resolve`: it is over. Stops the ladder and the cadence, tells whoever was told. */
import { privately } from '../src/plan/actor.ts'
import { textOf } from './asking/incident-form.ts'
import { takePublic } from './asking/public-text.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { lines } from './wording/lists.ts'
import { publicPageLine } from './wording/public-page.ts'
import { roughly } from './wording/times.ts'

export const resolve: DrCommand = {
  name: 'resolve',
  aliases: ['resolved'],
  usage: 'resolve [INCIDENT] [[public] what ended it]',
  summary: 'It is over',
  async run(request) {
    const found = await whichIncident(request, 'resolve')
    if (!found.ok) return found.reply
    const { text, isPublic } = takePublic(textOf(request))
    const said = text === '' ? {} : { text: privately(text), public: isPublic }
    const wish = { type: 'resolve', ...said } as const
    return put(request, found.view.id, wish, (view) => {
      const { startMs, objectiveMs } = view.rto
      const tookMs = (view.endedMs ?? request.atMs) - startMs
      return lines(
        `*${view.id} is resolved* after ${roughly(tookMs)}, ${tookMs <= objectiveMs ? 'within' : 'beyond'} the RTO of ${roughly(objectiveMs)}.`,
        publicPageLine(request.services, found.plan, view, said),
        `Whoever was told is told of the end. Not over after all? \`/dr reopen ${view.id}\``,
      )
    })
  },
}

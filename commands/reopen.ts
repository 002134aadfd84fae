/** `/dr reopen`: not over after all, under the same id and with its history. */
import { privately } from '../src/plan/actor.ts'
import { refuse } from './asking/answers.ts'
import { textOf } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Request } from './command.ts'
import { beingPaged } from './wording/ladder.ts'
import { lines } from './wording/lists.ts'
import { rtoLine } from './wording/situation.ts'

export const reopen: DrCommand = {
  name: 'reopen',
  usage: 'reopen [INCIDENT] [reason]',
  summary: 'Not over after all',
  async run(request) {
    const incident = request.incident ?? (await onlyEnded(request))
    if (incident === undefined) return refuse('Say which one: `/dr reopen INCIDENT`. `/dr list all` shows them.')
    const found = await whichIncident({ ...request, incident }, 'reopen')
    if (!found.ok) return found.reply
    const text = textOf(request)
    const wish = { type: 'reopen', ...(text !== '' && { reason: privately(text) }) } as const
    return put(request, incident, wish, (view) => {
      const calling = beingPaged(view)
      return lines(
        `*${view.id} is open again.*`,
        rtoLine(view, request.atMs),
        calling !== '' && `Being paged: ${calling}`,
      )
    })
  },
}

async function onlyEnded({ services }: Request): Promise<string | undefined> {
  const all = await services.headings({ all: true })
  const ended = all.filter((view) => view.phase !== 'open')
  return ended.length === 1 ? ended[0]?.id : undefined
}

/** `/dr resolve`: it is over. Stops the ladder and the cadence, tells whoever was told. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Heading } from '../src/incident/heading.ts'
import type { View } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer, refuse } from './asking/answers.ts'
import { textOf } from './asking/incident-form.ts'
import { takePublic } from './asking/public-text.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Request } from './command.ts'
import { unansweredLines } from './wording/comms.ts'
import { lines } from './wording/lists.ts'
import { othersOpen, stillShownLine } from './wording/others-open.ts'
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
    const others = await othersOpen(request.services, found.view)
    const words = (view: View) => resolvedWords(request, found.plan, view, { said, others })
    const reply = await put(request, found.view.id, wish, (view) => (view.resolving ? '' : words(view)))
    if (!reply.ok || reply.text !== '') return reply
    // Checks that need nobody take a moment: whoever waits for them a little hears at once how it ended.
    const view = await afterChecks(request, found.view.id)
    const failed = view?.recovery?.steps.filter(({ gate, status }) => gate !== null && status === 'failed') ?? []
    if (view?.phase === 'resolved') return answer(words(view), { incident: view.id, data: { view } })
    if (view?.resolving === false && failed.length > 0)
      return refuse(
        `${found.view.id} is not resolved: ${failed.map(({ title, run }) => `“${title}” has failed${run?.reason ? ` (${run.reason})` : ''}`).join('; ')}. \`/dr check\` shows more.`,
        { incident: found.view.id },
      )
    return answer(
      `The checks of ${found.view.id} are being made. It is resolved as soon as they pass; when one fails, everyone is told.`,
      { incident: found.view.id },
    )
  },
}

/** How long an answer waits for checks, real milliseconds: Slack's own form would wait no longer. */
const CHECKS_WITHIN_MS = 2_000
const LOOK_MS = 50

async function afterChecks({ services }: Request, incident: string): Promise<View | undefined> {
  for (let waitedMs = 0; waitedMs < CHECKS_WITHIN_MS; waitedMs += LOOK_MS) {
    const view = await services.view(incident)
    if (!view?.resolving) return view
    await pause(LOOK_MS)
  }
  return services.view(incident)
}

interface Ended {
  said: Parameters<typeof publicPageLine>[3]
  others: Heading[]
}

function resolvedWords(request: Request, plan: Plan, view: View, { said, others }: Ended): string {
  const { startMs, objectiveMs } = view.rto
  const tookMs = (view.endedMs ?? request.atMs) - startMs
  return lines(
    `*${view.id} is resolved* after ${roughly(tookMs)}, ${tookMs <= objectiveMs ? 'within' : 'beyond'} the RTO of ${roughly(objectiveMs)}.`,
    publicPageLine(request.services, plan, view, said),
    stillShownLine(view, others),
    unansweredLines(view),
    `Whoever was told is told of the end. Not over after all? \`/dr reopen ${view.id}\``,
  )
}

/** `/dr status`: the situation in a few lines; with a word, the incident's new status. */
import { STATUSES } from '../src/incident/events.ts'
import type { View } from '../src/incident/view-shape.ts'
import { actionsThatAsk } from '../src/messages/ending-words.ts'
import { privately } from '../src/plan/actor.ts'
import { nearest } from '../src/plan/nearest.ts'
import { answer, refuse } from './asking/answers.ts'
import { takePublic } from './asking/public-text.ts'
import { put } from './asking/put.ts'
import { afterFirst, takeTrailingIncident, whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { resolve } from './resolve.ts'
import { availabilityLine } from './wording/availability.ts'
import { awayLine } from './wording/away.ts'
import { headline } from './wording/headline.ts'
import { heldLine } from './wording/held.ts'
import { bullets, lines } from './wording/lists.ts'
import { publicPageLine } from './wording/public-page.ts'
import { regulatorLines } from './wording/regulators.ts'
import { situation } from './wording/situation.ts'
import { relative } from './wording/times.ts'

export const status: DrCommand = {
  name: 'status',
  aliases: ['situation'],
  usage: 'status [INCIDENT] [investigating | identified | recovering | monitoring | resolved [[public] text]]',
  summary: 'Where things stand; with a word, the new status',
  async run(request) {
    if (request.values) {
      const words = `${request.values.status ?? ''} ${request.values.text ?? ''}`.trim()
      return words === '' ? show(request) : change(request, words)
    }
    const typed = takeTrailingIncident(request)
    return typed.words === '' ? show(typed) : change(typed, typed.words)
  },
}

async function show(request: Request): Promise<Reply> {
  const { services, atMs, incident } = request
  const system = await services.system()
  const held = heldLine(system, atMs)
  const away = awayLine(system, atMs)
  const isOne = incident !== undefined || (await services.headings()).length === 1
  if (!isOne) {
    const open = await services.incidents()
    if (open.length === 0)
      return answer(lines(held, away, 'No incident is open. `/dr declare` opens one.'), { data: [] })
    const told = open.map(
      (view) => `*${view.id}* ${headline(view)}: ${view.status}, declared ${relative(view.declared.atMs, atMs)}`,
    )
    return answer(lines(held, away, `*${open.length} incidents are open:*`, bullets(told)), { data: open })
  }
  const found = await whichIncident(request, 'status')
  if (!found.ok) return found.reply
  const { view, plan } = found
  const used = availabilityLine(plan, await services.downtime(view.id, atMs))
  const text = lines(situation(view, atMs, lines(held, away) || undefined), regulatorLines(plan, view, atMs), used)
  return answer(text, { incident: view.id, data: view, buttons: actionsThatAsk(view) })
}

/** The service counts as back from now on: whoever says so should know what has not been done. */
function stillOpen({ recovery }: View): string | false {
  const open = recovery?.steps.filter(
    ({ number, status, settled }) => number !== null && !settled && status !== 'failed',
  )
  const failed = recovery?.steps.filter(({ status, settled }) => status === 'failed' && !settled) ?? []
  const left = [...failed, ...(open ?? [])].map(({ title }) => title)
  if (left.length === 0) return false
  const named = left.length > NAMED_MAX ? [...left.slice(0, NAMED_MAX), `${left.length - NAMED_MAX} more`] : left
  return `The clock of the recovery stops here, and ${left.length === 1 ? 'one step is' : `${left.length} steps are`} open: ${named.join('; ')}.`
}

const NAMED_MAX = 4

async function change(request: Request, words: string): Promise<Reply> {
  const word = (words.split(/\s+/)[0] ?? '').toLowerCase()
  const written = afterFirst(words)
  const known = STATUSES.find((one) => one === word)
  if (known === undefined) {
    const near = nearest(word, STATUSES)
    return refuse(`"${word}" is no status: say \`/dr status ${near ?? STATUSES.join('`, `/dr status ')}\`.`)
  }
  if (known === 'resolved') {
    return resolve.run({ ...request, words: written, ...(request.values && { values: { text: written } }) })
  }
  const found = await whichIncident(request, 'status')
  if (!found.ok) return found.reply
  const { text, isPublic } = takePublic(written)
  const said = text === '' ? {} : { text: privately(text), public: isPublic }
  const wish = { type: 'change-status', status: known, ...said } as const
  return put(request, found.view.id, wish, (view) =>
    lines(
      `*${view.id} is now ${view.status}* (was ${found.view.status}).`,
      known === 'monitoring' && stillOpen(view),
      publicPageLine(request.services, found.plan, view, said),
    ),
  )
}

/** `/dr ladder`: every level with who was called and when the rest is due; pausing and resuming it. */
import type { View } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { nearest } from '../src/plan/nearest.ts'
import { answer, askFor, refuse } from './asking/answers.ts'
import { incidentForm, textField, textOf } from './asking/incident-form.ts'
import { readMoment, takeEnding } from './asking/moments.ts'
import { put } from './asking/put.ts'
import { afterFirst, whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { levelLine } from './wording/ladder.ts'
import { bullets, lines } from './wording/lists.ts'
import { pausedLine } from './wording/situation.ts'

const ACTIONS = ['show', 'pause', 'resume']
const LEVELS_MAX = 20

export const ladder: DrCommand = {
  name: 'ladder',
  usage: 'ladder [INCIDENT] [show | pause REASON [for 20 min] | resume]',
  summary: 'Who is paged when; pause it with a reason, resume it',
  async run(request) {
    const found = await whichIncident(request, 'ladder')
    if (!found.ok) return found.reply
    const action = request.values ? 'pause' : (request.words.split(/\s+/)[0] ?? '').toLowerCase()
    switch (action) {
      case '':
      case 'show':
        return answer(show(found.view, request.atMs), { incident: found.view.id, data: found.view.ladder })
      case 'pause':
        return pause(request, found.view)
      case 'resume':
        return put(request, found.view.id, { type: 'resume-ladder' }, (view) =>
          lines('*The ladder goes on.*', show(view, request.atMs)),
        )
      default:
        return refuse(`The ladder cannot "${action}": say \`/dr ladder ${nearest(action, ACTIONS) ?? 'show'}\`.`)
    }
  },
}

function show(view: View, nowMs: number): string {
  const { levels, stopRule, stopped, paused } = view.ladder
  if (levels.length === 0)
    return 'This plan has no ladder for it: nobody is paged by themselves. `/dr page @who` pages somebody.'
  return lines(
    stopped
      ? `*The ladder of ${view.id} has stopped*, it runs ${stopRule}.`
      : `*The ladder of ${view.id}* runs ${stopRule}.`,
    paused !== null && pausedLine(paused, nowMs),
    bullets(
      levels.map((level) => levelLine(level, nowMs)),
      LEVELS_MAX,
    ),
  )
}

async function pause(request: Request, view: View): Promise<Reply> {
  const text = request.values ? textOf(request) : afterFirst(request.words)
  const { rest: reason, untilMs } = takeEnding(text, request.atMs)
  // Taken for a reason, a bare length would pause it without an end.
  if (reason === '' || readMoment(reason, request.atMs, 'future').ok) {
    const hint = 'Such as: the database team is on a call, for 20 min'
    const form = incidentForm('ladder', view.id, 'Pause the ladder', [textField('Why, and for how long', { hint })])
    return askFor(request, form, 'Say why, so that whoever waits knows: `/dr ladder pause REASON for 20 min`.')
  }
  return put(request, view.id, { type: 'pause-ladder', reason: privately(reason), untilMs }, (after) =>
    after.ladder.paused
      ? `${pausedLine(after.ladder.paused, request.atMs)}. \`/dr ladder resume\` ends it.`
      : 'Paused.',
  )
}

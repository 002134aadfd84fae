/** `/dr backup`: how far back the data would go if it were restored now; in an incident from before the outage, and on a quiet day from this moment. */
import type { View } from '../src/incident/view-shape.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer } from './asking/answers.ts'
import { whichIncident } from './asking/which-incident.ts'
import { custody } from './backup-custody.ts'
import { now } from './backup-now.ts'
import { ofPlan } from './backup-plan.ts'
import { verify } from './backup-verify.ts'
import type { DrCommand } from './command.ts'
import { rpoLine } from './wording/steps.ts'

export const backup: DrCommand = {
  name: 'backup',
  aliases: ['backups', 'rpo'],
  usage:
    'backup [INCIDENT | PLAN] | backup now [PLAN] SET | backup verify [PLAN] SET [HOW] | backup custody [PLAN] [SET]',
  summary:
    'The last restorable point, and what it means in lost time; of a plan, also what is wrong with its backups; make or try one now; who had one in hand',
  async run(request) {
    const [first = '', ...rest] = request.words.trim().split(/\s+/)
    if (first === 'now') return now(request, rest.join(' '))
    if (first === 'verify') return verify(request, rest.join(' '))
    if (first === 'custody') return custody(request, rest.join(' '))
    const open = request.words.trim() === '' ? await request.services.incidents() : []
    if (request.incident === undefined && open.length === 0) return ofPlan(request)
    const found = await whichIncident(request, 'backup')
    if (!found.ok) return found.reply
    const { view } = found
    const line = view.recovery && rpoLine(view.recovery, request.atMs)
    return answer(line ?? unknown(found.plan, view), {
      incident: view.id,
      data: view.recovery?.rpo ?? null,
    })
  },
}

function unknown({ scenarios }: Plan, { id, scenario }: View): string {
  if (scenario === null)
    return `No backups are known for ${id}: nobody has said yet what has happened. \`/dr scenario\` says so.`
  const named = scenarios[scenario.id]?.backups ?? []
  return named.length === 0
    ? `No backups are known for ${id}: its scenario names none.`
    : `The backups of ${id} have not been looked up yet, or their store has not answered.`
}

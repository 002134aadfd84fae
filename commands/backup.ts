/** `/dr backup`: how far back the data would go if it were restored now. */
import type { View } from '../src/incident/view-shape.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer } from './asking/answers.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { rpoLine } from './wording/steps.ts'

export const backup: DrCommand = {
  name: 'backup',
  aliases: ['backups', 'rpo'],
  usage: 'backup [INCIDENT]',
  summary: 'The last restorable point, and what it means in lost time',
  async run(request) {
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

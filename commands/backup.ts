/** `/dr backup`: how far back the data would go if it were restored now. */
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
    return answer(
      line ?? `No backups are known for ${view.id}: its scenario names none, or they have not been looked up yet.`,
      {
        incident: view.id,
        data: view.recovery?.rpo ?? null,
      },
    )
  },
}

/** `/dr backup`: how far back the data would go if it were restored now; in an incident from before the outage, and on a quiet day from this moment. */
import type { View } from '../src/incident/view-shape.ts'
import type { Plan } from '../src/plan/schema.ts'
import { backupsStanding } from '../src/readiness/backups/standing.ts'
import { answer, refuse } from './asking/answers.ts'
import { onePlan } from './asking/plans.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { componentLine, setLine } from './wording/backups.ts'
import { bullets, lines } from './wording/lists.ts'
import { rpoLine } from './wording/steps.ts'

export const backup: DrCommand = {
  name: 'backup',
  aliases: ['backups', 'rpo'],
  usage: 'backup [INCIDENT | PLAN]',
  summary: 'The last restorable point, and what it means in lost time; of a plan, also which backups are late',
  async run(request) {
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

const SHOWN_MAX = 20

async function ofPlan(request: Request): Promise<Reply> {
  const { services, atMs } = request
  const found = await onePlan(request, 'backup', request.words.trim())
  if (!found.ok) return refuse(found.why)
  const { plan } = found
  const looked = await services.lookAtBackups(plan)
  if (!looked.ok) return refuse(looked.why)
  const standing = backupsStanding(plan, looked.seen, atMs)
  const { sets, components } = standing
  if (sets.length === 0) return answer(nowhere(plan), { data: standing })
  const wrong = sets.filter(({ faults }) => faults.length > 0)
  const elsewhere = Object.keys(plan.backups).length - sets.length
  return answer(
    lines(
      components.length > 0 && `*If disaster struck ${plan.system.name} now*`,
      bullets(
        components.map((one) => componentLine(plan, one, atMs)),
        SHOWN_MAX,
      ),
      wrong.length > 0
        ? `*Wrong:*\n${bullets(
            wrong.map((one) => setLine(plan, one, atMs)),
            SHOWN_MAX,
          )}`
        : `All ${sets.length === 1 ? 'that was looked at is' : `${sets.length} sets that were looked at are`} in time.`,
      elsewhere > 0 && `${elsewhere} more ${elsewhere === 1 ? 'lies' : 'lie'} where Muster cannot look.`,
    ),
    { data: standing },
  )
}

const nowhere = ({ system, backups }: Plan): string =>
  Object.keys(backups).length === 0
    ? `The plan of ${system.name} names no backups.`
    : `The backups of ${system.name} lie where Muster cannot look: none of them names a "store".`

/** `/dr backup now`: a backup of a set is made at once, by the steps that the plan has for it: before a change, or when something is afoot. */

import { setLabel } from '../src/messages/backup-words.ts'
import { answer, refuse } from './asking/answers.ts'
import { whichSet } from './asking/backups.ts'
import type { Reply, Request } from './command.ts'

export async function now(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key } = request
  const found = await whichSet(request, 'now', words)
  if (!found.ok) return refuse(found.why)
  const { plan, set } = found
  const looked = await services.lookAtBackups(plan)
  if (!looked.ok) return refuse(looked.why)
  const asked = await services.askWatch(plan.id, { type: 'make-backup', atMs, by, set }, key)
  if (!asked.ok) return refuse(asked.why)
  if (asked.note !== undefined) return answer(asked.note)
  return answer(`A backup of *${setLabel(plan, set)}* is being made. You are told how it went.`, {
    data: { plan: plan.id, set },
  })
}

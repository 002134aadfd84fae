/** `/dr backup verify`: the newest backup of a set is tried now, in the ways that the plan has for it. */
import { setLabel, TRIES } from '../src/messages/backup-words.ts'
import { type How, VERIFICATIONS } from '../src/plan/backup-schema.ts'
import { inWords } from '../src/plan/in-words.ts'
import { answer, refuse } from './asking/answers.ts'
import { whichSet } from './asking/backups.ts'
import type { Reply, Request } from './command.ts'

export async function verify(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key } = request
  const found = await whichSet(request, 'verify', words)
  if (!found.ok) return refuse(found.why)
  const { plan, set, rest } = found
  const how = rest.trim() === '' ? undefined : VERIFICATIONS.find((one) => one === rest.trim().toLowerCase())
  if (rest.trim() !== '' && how === undefined)
    return refuse(
      `"${rest.trim()}" is no way to try a backup: say ${inWords([...VERIFICATIONS], 'or')}, or none for all.`,
    )
  const looked = await services.lookAtBackups(plan)
  if (!looked.ok) return refuse(looked.why)
  const asked = await services.askWatch(plan.id, { type: 'verify-backup', atMs, by, set, ...(how && { how }) }, key)
  if (!asked.ok) return refuse(asked.why)
  if (asked.note !== undefined) return answer(asked.note)
  const wanted = Object.entries(asked.state.backups.ways)
    .filter(([id, { asked }]) => id.startsWith(`${set}/`) && asked?.atMs === atMs)
    .map(([id]) => TRIES[id.slice(set.length + 1) as How])
  const what = wanted.length === 0 ? 'it is being tried' : `${inWords(wanted)} under way`
  return answer(
    `*${setLabel(plan, set)}*: ${what}. You are told how it went, and \`/dr backup ${plan.id}\` says it too.`,
    { data: { plan: plan.id, set, asked: wanted } },
  )
}

/** `/dr resume`, the same as `/dr hold off`: what was held goes out. */
import { answer, refuse } from './asking/answers.ts'
import type { DrCommand, Reply, Request } from './command.ts'

export const resume: DrCommand = {
  name: 'resume',
  aliases: ['release'],
  usage: 'resume',
  summary: 'Let go what `/dr hold` stopped',
  run: (request) => letGo(request),
}

/** Ends the hold; a ladder that is paused stays so, because that has another reason. */
export async function letGo({ services, atMs, by, key }: Request): Promise<Reply> {
  const asked = await services.askSystem({ type: 'release', atMs, by }, key)
  if (!asked.ok) return refuse(asked.why)
  if (asked.note !== undefined) return answer(`${asked.note} A paused ladder goes on with \`/dr ladder resume\`.`)
  return answer('*Nothing is held any more.* What is due goes out now.')
}

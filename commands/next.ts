/** `/dr next`: "I can't", so the next one is asked. After an acknowledgement it hands the incident over. */
import type { View } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { refuse } from './asking/answers.ts'
import { nameOf, takePerson } from './asking/people.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { beingPaged } from './wording/ladder.ts'
import { lines } from './wording/lists.ts'
import { nextLines } from './wording/situation.ts'

/** The truth about who has it now: being asked, having it, or nobody. */
function whoFollows(after: View, calling: string): string {
  if (calling !== '') return 'The next one is asked.'
  const having = after.acknowledged.map(({ person }) => person.name)
  if (having.length > 0) return `${having.join(' and ')} ${having.length > 1 ? 'have' : 'has'} it.`
  return 'Nobody is being asked at this moment: `/dr page @who` pages somebody now.'
}

export const next: DrCommand = {
  name: 'next',
  aliases: ['decline', 'cannot', 'handoff', 'hand-off'],
  usage: 'next [INCIDENT] [@who] [reason]',
  summary: "You can't: the next one is asked, or the one you name",
  async run(request) {
    const found = await whichIncident(request, 'next')
    if (!found.ok) return found.reply
    const { view, plan } = found
    const named = /<@|(?:^|\s)@/.test(request.words) ? takePerson(plan, request.words, request) : undefined
    if (named && !named.ok) return refuse(named.why)
    const reason = named ? named.rest : request.words
    const wish = {
      type: 'decline',
      ...(named && { to: named.person }),
      ...(reason !== '' && { reason: privately(reason) }),
    } as const
    return put(request, view.id, wish, (after) => {
      const calling = beingPaged(after)
      return lines(
        `*Noted: not you.* ${named ? `${nameOf(plan, named.person)} is asked instead.` : whoFollows(after, calling)}`,
        calling !== '' && `Being paged: ${calling}`,
        calling === '' && nextLines(after, request.atMs),
      )
    })
  },
}

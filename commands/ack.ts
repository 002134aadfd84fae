/** `/dr ack`: "I have it". Also in somebody else's name, for whoever can only shout across the room. */
import { refuse } from './asking/answers.ts'
import { nameOf, ownPerson, takePerson } from './asking/people.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { headline } from './wording/headline.ts'
import { lines } from './wording/lists.ts'
import { channelLine, nextLines, rtoLine } from './wording/situation.ts'

export const ack: DrCommand = {
  name: 'ack',
  aliases: ['acknowledge', 'mine'],
  usage: 'ack [INCIDENT] [@who]',
  summary: 'You have it: you are not paged again for it',
  async run(request) {
    const found = await whichIncident(request, 'ack')
    if (!found.ok) return found.reply
    const { view, plan } = found
    const named = request.words === '' ? undefined : takePerson(plan, request.words, request)
    if (named && !named.ok) return refuse(named.why)
    const person = named?.person
    const own = person === undefined || person === ownPerson(plan, request.by)
    return put(request, view.id, { type: 'acknowledge', ...(person && { person }) }, (after) => {
      const who = own ? 'You have' : `${nameOf(plan, person)} has`
      const { atMs } = request
      return lines(
        `*${who} ${after.id}*: ${headline(after)}, ${after.status}.`,
        rtoLine(after, atMs),
        after.ladder.stopped ? 'Nobody else is paged.' : nextLines(after, atMs),
        channelLine(after),
      )
    })
  },
}

/** `/dr review`: says that the post-incident review can be read, and tells whoever the plan promises it to. */

import { privately } from '../src/plan/actor.ts'
import { inWords } from '../src/plan/in-words.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'

const ADDRESS = /^<?(https?:\/\/[^\s|>]+)(?:\|[^>]*)?>?$/i

export const review: DrCommand = {
  name: 'review',
  usage: 'review [INCIDENT] LINK',
  summary: 'The review is published: tell those to whom it was promised',
  async run(request) {
    const found = await whichIncident(request, 'review', { ended: true })
    if (!found.ok) return found.reply
    const { view, plan } = found
    const promised = plan.notices.filter(({ templates }) => templates.review !== undefined)
    const who = inWords([...new Set(promised.map(({ audience }) => plan.audiences[audience]?.label ?? audience))])
    const words = request.words.trim()
    if (words === '') {
      const state = (await request.services.state(view.id))?.state
      const link = state?.communication.review?.link.private
      if (link) return answer(`The review of ${view.id}: ${link}`, { incident: view.id })
      return refuse(`Say where it can be read: \`/dr review LINK\`${who ? `; ${who} hear of it then` : ''}.`)
    }
    const link = ADDRESS.exec(words)?.[1]
    if (!link) return refuse(`"${words}" is no address: write one that begins with https://.`)
    return put(request, view.id, { type: 'publish-review', link: privately(link) }, () =>
      who
        ? `*Noted.* ${who} are told where the review can be read.`
        : '*Noted.* The plan promises the review to nobody.',
    )
  },
}

/** `/dr list`: the open incidents; `all` adds those that are over. */
import type { View } from '../src/incident/view-shape.ts'
import { nearest } from '../src/plan/nearest.ts'
import { answer, refuse } from './asking/answers.ts'
import type { DrCommand } from './command.ts'
import { headline } from './wording/headline.ts'
import { heldLine } from './wording/held.ts'
import { bullets, lines } from './wording/lists.ts'
import { moment } from './wording/times.ts'

export const list: DrCommand = {
  name: 'list',
  aliases: ['ls', 'incidents'],
  usage: 'list [all]',
  summary: 'Open incidents; `all` with those that are over',
  async run({ services, words, atMs }) {
    if (!/^(all)?$/i.test(words)) {
      return refuse(
        `\`/dr list\` takes nothing but \`all\`${nearest(words, ['all']) ? '' : ', not '.concat(`"${words}"`)}.`,
      )
    }
    const views = await services.incidents(words === '' ? {} : { all: true })
    const held = heldLine(await services.system(), atMs)
    if (views.length === 0) {
      return answer(lines(held, words === '' ? 'No incident is open.' : 'There has been no incident yet.'), {
        data: [],
      })
    }
    return answer(lines(held, bullets(views.map((view) => line(view, atMs)))), { data: views })
  },
}

function line(view: View, nowMs: number): string {
  const stands = view.phase === 'open' ? view.status : view.phase
  return `*${view.id}* ${headline(view)}: ${stands}, declared ${moment(view.declared.atMs, nowMs)}`
}

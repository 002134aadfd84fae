/** `/dr list`: the open incidents; `all` adds those that are over. */
import type { Heading } from '../src/incident/heading.ts'
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
    const found = await services.headings(words === '' ? {} : { all: true })
    const held = heldLine(await services.system(), atMs)
    if (found.length === 0) {
      return answer(lines(held, words === '' ? 'No incident is open.' : 'There has been no incident yet.'), {
        data: [],
      })
    }
    return answer(lines(held, bullets(found.map((one) => line(one, atMs)))), { data: found })
  },
}

function line(incident: Heading, nowMs: number): string {
  const stands = incident.phase === 'open' ? incident.status : incident.phase
  return `*${incident.id}* ${headline(incident)}: ${stands}, declared ${moment(incident.declared.atMs, nowMs)}`
}
